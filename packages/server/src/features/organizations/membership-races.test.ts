import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asker, TestApp } from '../../testing/test-app.ts';
import type { Organization } from './organization.entity.ts';

const ADD =
  'mutation ($input: AddOrganizationMemberInput!) { addOrganizationMember(input: $input) { member { login } } }';
const REMOVE =
  'mutation ($input: RemoveOrganizationMemberInput!) { removeOrganizationMember(input: $input) { organization { login } } }';
const APPROVE = `mutation ($input: ApproveTokenRequestsInput!) {
  approveTokenRequests(input: $input) { approvedCount failures { code } } }`;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

const add = (asker: Asker, { login: organization }: Organization, login: string, role = 'MEMBER') =>
  app.as(asker, ADD, { input: { organization, login, role } });
const remove = (asker: Asker, { login: organization }: Organization, login: string) =>
  app.as(asker, REMOVE, { input: { organization, login } });
const approve = (asker: Asker, { login: organization }: Organization, ids: number[]) =>
  app.as(asker, APPROVE, { input: { organization, requestIds: ids.map(String) } });

test('GN-3: a member is removed or demoted while an owner’s request and theirs are approved, 40 times: both get through', async () => {
  const { owner, organization } = await app.aTeam();
  for (let round = 0; round < 40; round++) {
    // oxlint-disable no-await-in-loop -- round by round
    const [member, promoted] = [await app.aPerson(), await app.aPerson()];
    // The owner's membership is the younger one: by id it comes after the member's.
    await app.join(owner, organization, member.login);
    await app.join(owner, organization, promoted.login);
    const ids = [
      ...(await app.manyRequests(organization, member, 5)),
      ...(await app.manyRequests(organization, promoted, 5)),
    ];
    await app.join(owner, organization, promoted.login, 'OWNER');

    const answers = await Promise.all([
      approve(owner, organization, ids),
      remove(owner, organization, member.login),
      add(owner, organization, promoted.login),
      approve(promoted, organization, ids.toReversed()),
    ]);

    const codes = answers.flatMap(({ errors }) => errors ?? []).map(({ extensions }) => extensions['code']);
    // An owner who was demoted first may not approve any more.
    expect(codes.filter((code) => code !== 'FORBIDDEN')).toEqual([]);
    // oxlint-enable no-await-in-loop
  }
  const strays = await app.database.query(
    `SELECT FROM token_grants token_grant WHERE organization_id = $1 AND ended_at IS NULL AND NOT EXISTS (
       SELECT FROM memberships WHERE organization_id = $1 AND user_id = token_grant.user_id)`,
    [organization.id],
  );
  expect(strays).toEqual([]);
});

test('one person taken in by four at once, 10 times: a member once, and the log says who was none before', async () => {
  const { owner, organization } = await app.aTeam();
  for (let round = 0; round < 10; round++) {
    // oxlint-disable no-await-in-loop -- round by round
    const person = await app.aPerson();
    const answers = await Promise.all([1, 2, 3, 4].map(() => add(owner, organization, person.login, 'OWNER')));

    expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
    const memberships = 'SELECT role FROM memberships WHERE organization_id = $1 AND user_id = $2';
    expect(await app.database.query(memberships, [organization.id, person.id])).toEqual([{ role: 'OWNER' }]);
    const entries: { before: string | null }[] = await app.database.query(
      `SELECT details->'role'->>'from' AS before FROM audit_entries
        WHERE organization_id = $1 AND action = 'org.add_member' AND subject_id = $2`,
      [organization.id, person.id],
    );
    expect(entries.filter(({ before }) => before === 'OWNER')).toHaveLength(3);
    expect(entries.filter(({ before }) => before === null)).toHaveLength(1);
    // oxlint-enable no-await-in-loop
  }
});
