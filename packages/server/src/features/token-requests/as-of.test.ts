import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { TestApp } from '../../testing/test-app.ts';
import { announceArrival } from './token-request.store.ts';

const LIST = `query ($login: String!) { organization(login: $login) { tokenRequests(first: 10) { asOf totalCount nodes { createdAt } } } }`;
const APPROVE = `mutation ($input: ApproveTokenRequestsInput!) { approveTokenRequests(input: $input) { approvedCount } }`;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

test('RQ-12: a list waits for the request that is on its way in, and has it', async () => {
  const { owner, member, organization } = await app.aTeam();
  const waiters = async () =>
    (await app.database.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)).length;
  let list: ReturnType<TestApp['as']> | undefined;

  await app.database.transaction(async (tx) => {
    await announceArrival(tx, organization.id);
    await app.manyRequests(organization, member, 1, tx);
    list = app.as(owner, LIST, { login: organization.login });
    await vi.waitFor(async () => expect(await waiters()).toBe(1));
  });

  const { data } = await list!;
  expect(data.organization.tokenRequests.totalCount).toBe(1);
});

test('RQ-12: what is made after a list was read is later than its asOf, and left alone', async () => {
  const { owner, member, organization } = await app.aTeam();
  await app.aToken(member, organization.login);
  const { data } = await app.as(owner, LIST, { login: organization.login });
  const { asOf } = data.organization.tokenRequests;
  await Promise.all([app.aToken(member, organization.login), app.aToken(member, organization.login)]);

  const decided = await app.as(owner, APPROVE, { input: { organization: organization.login, filter: {}, asOf } });

  expect(decided.data.approveTokenRequests.approvedCount).toBe(1);
});

test('RQ-12: an asOf that is still to come counts as now', async () => {
  const { owner, member, organization } = await app.aTeam();
  await app.aToken(member, organization.login);
  app.now = new Date(Date.now() - 60_000);
  const input = { organization: organization.login, filter: {}, asOf: '2999-01-01T00:00:00Z' };

  const { data } = await app.as(owner, APPROVE, { input });
  app.now = null;

  expect(data.approveTokenRequests.approvedCount).toBe(0);
});
