import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestApp } from '../../testing/test-app.ts';
import type { User } from '../users/user.entity.ts';
import { revokeIdleTokens } from './revoke-idle-tokens.job.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const begin = new Date('2027-01-01T00:00:00.000Z');
const after = (milliseconds: number) => new Date(begin.getTime() + milliseconds);
/** The year, and the minute that the last use may be late. */
const IDLE = 365 * DAY + MINUTE;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
  app.now = begin;
});
afterAll(() => app.close());

const run = (now: Date) => revokeIdleTokens({ database: app.database, now });
const use = (id: number, at: Date) => app.database.query('UPDATE tokens SET last_used_at = $2 WHERE id = $1', [id, at]);
const revokedAt = async (id: number) =>
  (await app.database.query<{ at: Date | null }[]>('SELECT revoked_at AS at FROM tokens WHERE id = $1', [id]))[0]!.at;
const ends = ({ id }: User) =>
  app.database.query(
    `SELECT action, subject, details->>'explanation' AS explanation, actor_login AS actor, at FROM audit_entries
      WHERE user_id = $1 AND action ~ 'revoke' ORDER BY id`,
    [id],
  );
const lasting = { expiresInDays: null, neverExpires: true } as const;

test('EX-3, EX-10: unused for a year a token is revoked, with its request, and its log says why, once', async () => {
  const { member, organization } = await app.aTeam();
  await app.setPolicy(organization, { fineGrainedMaxDays: null });
  const { token, secret } = await app.aToken(member, organization.login, lasting);
  const classic = await app.aClassicToken(member, lasting);

  await run(after(IDLE - 1));
  expect([await revokedAt(token.id), await revokedAt(classic.token.id)]).toEqual([null, null]);

  await Promise.all([run(after(IDLE)), run(after(IDLE))]);
  await run(after(IDLE + DAY));

  const at = after(IDLE);
  expect([await revokedAt(token.id), await revokedAt(classic.token.id)]).toEqual([at, at]);
  const explained = { explanation: 'unused for a year', actor: null, at };
  expect(await ends(member)).toEqual([
    { action: 'personal_access_token.credential_revoked', subject: token.name, ...explained },
    { action: 'oauth_access.revoke', subject: classic.token.name, ...explained },
  ]);
  const [request] = await app.database.query('SELECT status FROM token_requests WHERE token_id = $1', [token.id]);
  expect(request.status).toBe('CANCELLED');
  const [entry] = await app.database.query(
    `SELECT details->>'cause' AS cause FROM audit_entries WHERE organization_id = $1 AND action = 'personal_access_token.request_cancelled'`,
    [organization.id],
  );
  expect(entry.cause).toBe('token_revoked');
  expect((await app.as(secret, '{ viewer { login } }')).status).toBe(401);
});

test('EX-3: its grant ends with it, and the organization’s log says so', async () => {
  const { owner, member, organization } = await app.aTeam();
  await app.setPolicy(organization, { fineGrainedMaxDays: null });
  const { token } = await app.aToken(member, organization.login, lasting);
  await app.decideAll(owner, organization, 'APPROVED');
  await run(after(IDLE));
  const [grant] = await app.database.query(
    'SELECT ended_at AS at, end_cause AS cause FROM token_grants WHERE token_id = $1',
    [token.id],
  );
  expect(grant).toEqual({ at: after(IDLE), cause: 'TOKEN_REVOKED' });
  const entries = await app.database.query(
    `SELECT subject, details->>'cause' AS cause FROM audit_entries WHERE organization_id = $1 AND action = 'personal_access_token.access_revoked'`,
    [organization.id],
  );
  expect(entries).toEqual([{ subject: token.name, cause: 'token_revoked' }]);
});

test('EX-3: a use or a new secret within the year saves it; so does having ended otherwise', async () => {
  const person = await app.aPerson();
  const make = async () => (await app.aToken(person, person.login, lasting)).token.id;
  const [used, unused, renewed, expired, deleted] = [
    await make(),
    await make(),
    await make(),
    await make(),
    await make(),
  ];
  await use(used, after(1));
  await use(unused, begin);
  await use(renewed, begin);
  await app.database.query('UPDATE tokens SET issued_at = $2 WHERE id = $1', [renewed, after(1)]);
  await app.database.query('UPDATE tokens SET expires_at = $2 WHERE id = $1', [expired, after(IDLE)]);
  await app.database.query('UPDATE tokens SET deleted_at = $2 WHERE id = $1', [deleted, after(DAY)]);

  await run(after(IDLE));

  const revoked = await Promise.all([used, unused, renewed, expired, deleted].map(revokedAt));
  expect(revoked).toEqual([null, after(IDLE), null, null, null]);
});

test('EX-3: a thousand take as many statements as one', async () => {
  const { member, organization } = await app.aTeam();
  const statementsFor = async (count: number) => {
    await app.manyRequests(organization, member, count);
    await app.database.query('UPDATE tokens SET expires_at = NULL WHERE user_id = $1', [member.id]);
    const counter = await app.countStatements();
    await run(after(IDLE));
    counter.stop();
    return counter.statements.length;
  };
  expect(await statementsFor(999)).toBe(await statementsFor(1));
});

test('EX-9: tokens of a suspended person are refused, not ended, and hold again afterwards', async () => {
  const person = await app.aPerson();
  const { token, secret } = await app.aToken(person, person.login);
  const { secret: classic } = await app.aClassicToken(person);
  const suspend = (at: Date | null) =>
    app.database.query('UPDATE users SET suspended_at = $2 WHERE id = $1', [person.id, at]);
  const statuses = async () => [
    (await app.as(secret, '{ viewer { login } }')).status,
    (await app.as(classic, '{ viewer { login } }')).status,
  ];
  await suspend(begin);
  expect(await statuses()).toEqual([401, 401]);
  expect(await revokedAt(token.id)).toBeNull();
  await suspend(null);
  expect(await statuses()).toEqual([200, 200]);
});
