import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAppOn } from '../../testing/an-app.ts';
import { anAppUserToken } from '../../testing/app-user.ts';
import { REVIEWER } from '../../testing/installed-app.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { User } from '../users/user.entity.ts';

// An App that acts for a person decides as that person, if they are an owner. (RQ-11)

const LIST = `query ($login: String!) { organization(login: $login) {
  tokenRequests(first: 9) { nodes { id databaseId viewerCanDecide requester { login email } } } } }`;
const APPROVE = `mutation ($input: ApproveTokenRequestsInput!) { approveTokenRequests(input: $input) {
  approved { status decidedBy { __typename ... on User { login } } } failureCount } }`;
const DENY = `mutation ($input: DenyTokenRequestsInput!) { denyTokenRequests(input: $input) { deniedCount } }`;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

/** A request that waits, and tokens of an App that may do that, for an owner and for a member. */
async function aReview(permissions = REVIEWER) {
  const team = await app.aTeam();
  const { organization, member } = team;
  await app.aToken(member, organization.login);
  const [{ id }] = await app.database.query('SELECT id FROM token_requests WHERE organization_id = $1', [
    organization.id,
  ]);
  const installed = await anAppOn(app, organization, { permissions });
  const tokenFor = (person: User) => anAppUserToken(app, person.id, installed.app.id);
  const decide = async (secret: string, mutation = APPROVE) =>
    app.as(secret, mutation, { input: { organization: organization.login, requestIds: [String(id)] } });
  return { ...team, requestId: id as number, ...installed, tokenFor, decide };
}
const statusOf = async (id: number) =>
  (await app.database.query('SELECT status FROM token_requests WHERE id = $1', [id]))[0].status;
const canDecide = async (secret: string, login: string) =>
  (await app.as(secret, LIST, { login })).data.organization.tokenRequests?.nodes.map(
    ({ viewerCanDecide }: { viewerCanDecide: boolean }) => viewerCanDecide,
  ) ?? null;

test('RQ-11: an owner’s App approves: the owner has decided, and the log says with what', async () => {
  const { owner, organization, requestId, tokenFor, decide } = await aReview();
  const { token, secret } = await tokenFor(owner);
  expect(await canDecide(secret, organization.login)).toEqual([true]);

  const { data, errors } = await decide(secret);

  expect(errors).toBeUndefined();
  expect(data.approveTokenRequests).toEqual({
    approved: [{ status: 'APPROVED', decidedBy: { __typename: 'User', login: owner.login } }],
    failureCount: 0,
  });
  const [request] = await app.database.query(
    'SELECT decided_by_user_id AS "user", decided_by_app_id AS "app" FROM token_requests WHERE id = $1',
    [requestId],
  );
  expect(request).toEqual({ user: owner.id, app: null });
  const [entry] = await app.database.query(
    `SELECT actor_user_id AS "user", actor_app_id AS "app", actor_login AS login, credential_kind AS kind, credential_id AS credential
       FROM audit_entries WHERE organization_id = $1 AND action LIKE '%.request_approved'`,
    [organization.id],
  );
  expect(entry).toEqual({ user: owner.id, app: null, login: owner.login, kind: 'APP_USER', credential: token.id });
});

test('RQ-11: a member’s App neither sees nor decides, whatever the App may', async () => {
  const { member, organization, requestId, tokenFor, decide } = await aReview();
  const { secret } = await tokenFor(member);
  expect(await canDecide(secret, organization.login)).toBeNull();
  for (const mutation of [APPROVE, DENY])
    // oxlint-disable-next-line no-await-in-loop
    expect((await decide(secret, mutation)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN', permission: 'organization_personal_access_token_requests:write' } },
    ]);
  expect(await statusOf(requestId)).toBe('PENDING');
});

test('RQ-11: an owner’s App that may only read is told that it cannot decide, and cannot', async () => {
  const { owner, organization, requestId, tokenFor, decide } = await aReview({
    organization_personal_access_token_requests: 'read',
  });
  const { secret } = await tokenFor(owner);
  expect(await canDecide(secret, organization.login)).toEqual([false]);
  expect((await decide(secret)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect(await statusOf(requestId)).toBe('PENDING');
});

test('AP-5: an owner’s App reads no member’s e-mail address', async () => {
  const { owner, member, organization, tokenFor } = await aReview();
  const { data, errors } = await app.as((await tokenFor(owner)).secret, LIST, { login: organization.login });
  const [{ requester }] = data.organization.tokenRequests.nodes;
  expect(requester).toEqual({ login: member.login, email: null });
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});

test.each([
  ['suspended there', 'UPDATE app_installations SET suspended_at = now() WHERE id = $1', 'NOT_FOUND'],
  ['uninstalled', 'DELETE FROM app_installations WHERE id = $1', 'NOT_FOUND'],
])('RQ-11: an owner’s App that was %s finds no organization', async (_, change, code) => {
  const { owner, installationId, requestId, tokenFor, decide } = await aReview();
  const { secret } = await tokenFor(owner);
  await app.database.query(change, [installationId]);
  expect((await decide(secret)).errors).toMatchObject([{ extensions: { code } }]);
  expect(await statusOf(requestId)).toBe('PENDING');
});

test('RQ-11: an owner no more, their App decides no more', async () => {
  const { owner, organization, tokenFor, decide, requestId } = await aReview();
  const { secret } = await tokenFor(owner);
  await app.join(owner, organization, (await app.aPerson()).login, 'OWNER');
  await app.database.query(`UPDATE memberships SET role = 'MEMBER' WHERE user_id = $1`, [owner.id]);
  expect((await decide(secret)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect(await statusOf(requestId)).toBe('PENDING');
});
