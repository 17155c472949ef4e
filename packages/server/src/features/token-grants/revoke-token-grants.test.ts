import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { globalId } from '../../api/graphql/global-id.ts';
import { connect, countStatements } from '../../platform/database/database.ts';
import { ENTITIES, MIGRATIONS } from '../../platform/database/entities.ts';
import { type Asker, TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { type RevokeInput, revokeTokenGrants } from './revoke-token-grants.ts';

const REVOKE = `mutation ($input: RevokeTokenGrantsInput!) { revokeTokenGrants(input: $input) {
  revoked { databaseId viewerCanRevoke token { name status } user { login } } revokedCount failures { grantId code message } failureCount totalCount } }`;
const LIST = `query ($login: String!, $orderBy: TokenGrantOrder) { organization(login: $login) { tokenGrants(first: 100, orderBy: $orderBy) {
  totalCount asOf nodes { databaseId viewerCanRevoke token { name } user { login } permissions { repository { key level } } } } } }`;
const APP_ONLY = 'organization_personal_access_tokens';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

type Team = Awaited<ReturnType<TestApp['aTeam']>>;

/** A team with as many granted tokens of its member. */
async function aTeamWithGrants(count: number) {
  const team = await app.aTeam();
  const made = [];
  for (let index = 0; index < count; index++)
    // oxlint-disable-next-line no-await-in-loop -- a person's tokens are made one after the other
    made.push(await app.aToken(team.member, team.organization.login));
  await app.decideAll(team.owner, team.organization, 'APPROVED');
  const rows: { id: number }[] = await app.database.query(
    'SELECT id FROM token_grants WHERE organization_id = $1 ORDER BY id',
    [team.organization.id],
  );
  return { ...team, made, grantIds: rows.map(({ id }) => id) };
}
const revoke = (asker: Asker, { organization }: Pick<Team, 'organization'>, input: object) =>
  app.as(asker, REVOKE, { input: { organization: organization.login, ...input } });
const liveIn = async ({ id }: Organization) => {
  const rows: { id: number }[] = await app.database.query(
    'SELECT id FROM token_grants WHERE organization_id = $1 AND ended_at IS NULL ORDER BY id',
    [id],
  );
  return rows.map((row) => row.id);
};
const privately = (secret: string, { login }: Organization) =>
  app.as(
    secret,
    'query ($login: String!) { organization(login: $login) { repositories(first: 9, text: "Rep") { totalCount } } }',
    { login },
  );

test('GN-1, GN-2: an owner revokes: grant ended, audit entry and mail with the reason; the token lives and reads no more', async () => {
  const team = await aTeamWithGrants(2);
  const { owner, member, organization, grantIds, made } = team;
  await app.aRepository(owner, organization.login, 'PRIVATE');
  const [{ token, secret }] = made as [(typeof made)[0]];
  expect((await privately(secret, organization)).data.organization.repositories.totalCount).toBe(1);

  const { data, errors } = await revoke(owner, team, {
    grantIds: [globalId('TokenGrant', grantIds[0]!)],
    reason: 'Left the project.',
  });

  expect(errors).toBeUndefined();
  expect(data.revokeTokenGrants).toEqual({
    revoked: [
      {
        databaseId: grantIds[0],
        viewerCanRevoke: false,
        token: { name: token.name, status: 'ACTIVE' },
        user: { login: member.login },
      },
    ],
    revokedCount: 1,
    failures: [],
    failureCount: 0,
    totalCount: 1,
  });
  expect((await privately(secret, organization)).data.organization.repositories.totalCount).toBe(0);
  expect(await liveIn(organization)).toEqual([grantIds[1]]);
  const [entry] = await app.database.query(
    `SELECT actor_login AS actor, subject, details FROM audit_entries WHERE organization_id = $1 AND action = 'personal_access_token.access_revoked'`,
    [organization.id],
  );
  expect(entry).toEqual({
    actor: owner.login,
    subject: token.name,
    details: { token_id: token.id, user_id: member.id, reason: 'Left the project.' },
  });
  const mails = () =>
    app.database.query(`SELECT subject, text FROM mailbox_messages WHERE "to" = $1 AND subject LIKE '%revoked%'`, [
      member.email,
    ]);
  await vi.waitFor(async () => expect(await mails()).toHaveLength(1), 10_000);
  const [mail] = await mails();
  expect(mail.subject).toBe(`[${organization.login}] The access of your token "${token.name}" was revoked`);
  expect(mail.text).toContain('Left the project.');
});

test('GN-1: the list shows the newest grant first, in either order by any of three moments', async () => {
  const { owner, organization, grantIds, made } = await aTeamWithGrants(3);
  await app.database.query('UPDATE tokens SET last_used_at = now() WHERE id = $1', [made[1]!.token.id]);
  const ids = async (orderBy: object | null) => {
    const { data } = await app.as(owner, LIST, { login: organization.login, orderBy });
    return data.organization.tokenGrants.nodes.map(({ databaseId }: { databaseId: number }) => databaseId);
  };
  const [first, second, third] = grantIds;
  expect(await ids(null)).toEqual([third, second, first]);
  expect(await ids({ field: 'GRANTED_AT', direction: 'ASC' })).toEqual([first, second, third]);
  expect(await ids({ field: 'LAST_USED_AT', direction: 'ASC' })).toEqual([second, first, third]);
  expect(await ids({ field: 'EXPIRES_AT', direction: 'DESC' })).toEqual([third, second, first]);
});

test('to a stranger there is no such organization; a member and a token of an owner are told what is missing', async () => {
  const team = await aTeamWithGrants(1);
  const { owner, member, organization } = team;
  const input = { grantIds: [String((await liveIn(organization))[0])] };
  const { secret } = await app.aToken(owner, organization.login, {
    permissions: { organization_administration: 'write' },
  });

  expect((await revoke(await app.aPerson(), team, input)).errors).toMatchObject([
    { extensions: { code: 'NOT_FOUND' } },
  ]);
  expect((await revoke(null, team, input)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  const denied = [{ extensions: { code: 'FORBIDDEN', permission: `${APP_ONLY}:write` } }];
  expect((await revoke(member, team, input)).errors).toMatchObject(denied);
  expect((await revoke(secret, team, input)).errors).toMatchObject(denied);
  const list = await app.as(member, LIST, { login: organization.login });
  expect(list.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', permission: `${APP_ONLY}:read` } }]);
  expect(await liveIn(organization)).toHaveLength(2);
});

test('each has its own outcome: those that cannot be revoked are told one by one, by the ids that were given', async () => {
  const team = await aTeamWithGrants(2);
  const foreign = await aTeamWithGrants(1);
  const [first, second] = team.grantIds.map(String) as [string, string];
  await revoke(team.owner, team, { grantIds: [second] });

  const strange = [String(foreign.grantIds[0]), '999999999', 'nonsense', globalId('TokenRequest', 1)];
  const { data } = await revoke(team.owner, team, { grantIds: [first, first, second, ...strange] });

  const { revoked, failures, ...counts } = data.revokeTokenGrants;
  expect(revoked).toMatchObject([{ databaseId: Number(first) }]);
  expect(failures.map(({ grantId, code }: Record<string, string>) => [grantId, code])).toEqual([
    [second, 'ALREADY_REVOKED'],
    ...strange.map((id) => [id, 'NOT_FOUND']),
  ]);
  expect(counts).toEqual({ revokedCount: 1, failureCount: 5, totalCount: 6 });
  expect(await liveIn(foreign.organization)).toEqual(foreign.grantIds);
});

test.each([
  ['neither ids nor filter', {}, 'grantIds'],
  ['both ids and filter', { grantIds: ['1'], filter: {}, asOf: new Date() }, 'filter'],
  ['no ids', { grantIds: [] }, 'grantIds'],
  ['101 ids', { grantIds: Array.from({ length: 101 }, (_, index) => String(index + 1)) }, 'grantIds'],
  ['a filter without asOf', { filter: {} }, 'asOf'],
  ['ids with asOf', { grantIds: ['1'], asOf: new Date() }, 'asOf'],
  ['a reason of 1,025 characters', { grantIds: ['1'], reason: 'r'.repeat(1025) }, 'reason'],
])('%s is INVALID and names the field', async (_, input, field) => {
  const team = await app.aTeam();
  const { errors } = await revoke(team.owner, team, input);
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { [field]: expect.any(String) } } }]);
});

test('RQ-12: a revocation by filter takes what matches, and leaves alone what was granted after its list was read', async () => {
  const team = await aTeamWithGrants(3);
  const { owner, member, organization, made } = team;
  const { data } = await app.as(owner, LIST, { login: organization.login });
  const asOf = new Date(data.organization.tokenGrants.asOf);
  app.now = new Date(asOf.getTime() + 1000);
  await app.aToken(member, organization.login);
  await app.decideAll(owner, organization, 'APPROVED');

  const permissions = [{ key: 'contents', level: 'READ' }];
  const named = await revoke(owner, team, { filter: { text: made[0]!.token.name, permissions }, asOf });
  const rest = await revoke(owner, team, { filter: {}, asOf });
  app.now = null;

  expect([named, rest].map((answer) => answer.data.revokeTokenGrants.revokedCount)).toEqual([1, 2]);
  expect(await liveIn(organization)).toHaveLength(1);
});

test('GN-2: revoked twice at once, each is revoked once, mailed once, and told once', async () => {
  const team = await aTeamWithGrants(5);
  const grantIds = team.grantIds.map(String);
  const answers = await Promise.all([
    revoke(team.owner, team, { grantIds }),
    revoke(team.owner, team, { grantIds: grantIds.toReversed() }),
  ]);
  const counts = answers.map(({ data }) => data.revokeTokenGrants.revokedCount as number);
  expect(new Set(counts)).toEqual(new Set([0, 5]));
  const entries = await app.database.query(
    `SELECT FROM audit_entries WHERE organization_id = $1 AND action = 'personal_access_token.access_revoked'`,
    [team.organization.id],
  );
  expect(entries).toHaveLength(5);
});

test('GN-1: 100 by ids, and 1,000 by filter, take as many statements as one', async () => {
  const { owner, member, organization } = await app.aTeam();
  // On connections of its own, so that the statements of the mails that go out meanwhile are not counted in.
  const database = await connect({ url: app.databaseUrl, entities: ENTITIES, migrations: MIGRATIONS });
  const statementsOf = async (count: number, inputOf: (ids: number[]) => Partial<RevokeInput>) => {
    await app.manyRequests(organization, member, count);
    await app.decideAll(owner, organization, 'APPROVED');
    const input = inputOf(await liveIn(organization));
    const counter = countStatements(database);
    const caller = { ...(await app.sessionOf(owner)), database };
    const { revokedCount } = await revokeTokenGrants(caller, { organization: organization.login, ...input });
    counter.stop();
    return { revokedCount, statements: counter.statements.length };
  };
  const byIds = (ids: number[]) => ({ grantIds: ids.map((id) => ({ id, given: String(id) })) });
  const byFilter = () => ({ filter: {}, asOf: new Date() });

  const [one, hundred] = [await statementsOf(1, byIds), await statementsOf(100, byIds)];
  const [oneByFilter, many] = [await statementsOf(1, byFilter), await statementsOf(999, byFilter)];
  await database.destroy();

  expect(hundred).toEqual({ revokedCount: 100, statements: one.statements });
  expect(many).toEqual({ revokedCount: 999, statements: oneByFilter.statements });
  expect(one.statements).toBeLessThan(15);
});
