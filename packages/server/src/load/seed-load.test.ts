import { permissionOf, tokenKindOf } from '@countersign/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dumpOf } from '../testing/database-dump.ts';
import { TestApp } from '../testing/test-app.ts';
import { seedLoad } from './seed-load.ts';

const NOW = new Date();
const SIZE = { tokens: 3_000, requests: 1_500 };

let app: TestApp;
let tablesBefore: unknown;
const secrets: string[] = [];

beforeAll(async () => {
  app = await TestApp.open();
  tablesBefore = await definitions();
  await seedLoad(app.database, {
    ...SIZE,
    now: NOW,
    password: 'unknown-to-anybody',
    keep: ({ secret }) => secrets.push(secret),
  });
});
afterAll(() => app.close());

/** Every index and constraint, as Postgres words them, and whether it was checked. */
const definitions = () =>
  app.database.query(
    `SELECT conrelid::regclass::text AS of, conname AS name, pg_get_constraintdef(oid) AS is, convalidated AS good FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace
     UNION ALL SELECT tablename, indexname, indexdef, true FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2, 3`,
  );
const one = async (sql: string) => (await app.database.query<Record<string, number>[]>(sql))[0]!;

test('there are as many tokens and requests as were asked for, most of the requests in one organization', async () => {
  expect(await one('SELECT count(*) FROM tokens')).toEqual({ count: SIZE.tokens });
  expect(await one('SELECT count(*) FROM token_requests')).toEqual({ count: SIZE.requests });
  const { biggest } = await one(
    'SELECT max(count) AS biggest FROM (SELECT count(*) FROM token_requests GROUP BY organization_id) AS each',
  );
  expect(biggest! / SIZE.requests).toBeCloseTo(0.8, 1);
});

test('indexes and constraints are as they were, and checked', async () => {
  expect(await definitions()).toEqual(tablesBefore);
});

test('each state, selection and kind is there, and new rows go on after them', async () => {
  const states = await app.database.query('SELECT status FROM token_requests GROUP BY status ORDER BY status');
  expect(states.map(({ status }: { status: string }) => status)).toEqual([
    'APPROVED',
    'CANCELLED',
    'DENIED',
    'PENDING',
  ]);
  const kinds = await app.database.query('SELECT DISTINCT kind, repository_selection FROM tokens');
  expect(kinds).toHaveLength(4);
  const ended = await app.database.query('SELECT DISTINCT end_cause FROM token_grants ORDER BY 1');
  expect(ended.map((row: { end_cause: string }) => row.end_cause)).toEqual(['REVOKED', 'TOKEN_DELETED', null]);
  const user = await app.aPerson();
  expect(await one('SELECT max(id) FROM users')).toEqual({ max: user.id });
});

test('TK-4: nobody has more active fine-grained tokens than are allowed, and what they hold is in the catalogue', async () => {
  const { most } = await one(
    `SELECT max(count) AS most FROM (SELECT count(*) FROM tokens WHERE kind = 'FINE_GRAINED' AND deleted_at IS NULL
       AND (expires_at IS NULL OR expires_at > now()) GROUP BY user_id) AS each`,
  );
  expect(most).toBeLessThanOrEqual(50);
  const held: { key: string; level: 'read' }[] = await app.database.query(
    'SELECT DISTINCT key, level FROM token_permissions',
  );
  for (const { key, level } of held) expect(permissionOf(key)?.levels).toContain(level);
});

test('RQ-1, GN-3: requests, grants, tokens and memberships agree with each other', async () => {
  const odd = [
    `SELECT FROM token_requests request JOIN tokens token ON token.id = request.token_id
      WHERE request.organization_id <> token.organization_id OR request.requester_id <> token.user_id
         OR request.created_at < token.created_at OR request.decided_at > now()`,
    `SELECT FROM token_requests request JOIN tokens token ON token.id = request.token_id
      WHERE status = 'PENDING' AND (token.deleted_at IS NOT NULL OR token.expires_at <= now())`,
    `SELECT FROM token_grants live JOIN memberships membership ON membership.id = live.membership_id
      WHERE membership.user_id <> live.user_id OR membership.organization_id <> live.organization_id`,
    `SELECT FROM token_grants live JOIN tokens token ON token.id = live.token_id
      WHERE live.ended_at IS NULL AND token.deleted_at IS NOT NULL`,
    `SELECT FROM token_request_repositories asked JOIN repositories repository ON repository.id = asked.repository_id
      WHERE repository.owner_organization_id <> asked.organization_id`,
  ];
  const found = await Promise.all(odd.map((sql) => app.database.query(sql)));
  expect(found.flat()).toEqual([]);
});

test('TK-2, TK-3: the secrets are well-formed and stored nowhere', async () => {
  expect(new Set(secrets).size).toBe(SIZE.tokens);
  for (const secret of secrets) expect(tokenKindOf(secret)).not.toBeNull();
  const dump = await dumpOf(app.database);
  for (const secret of secrets.slice(0, 50)) expect(dump).not.toContain(secret);
});

test('a token authenticates while it holds, and an expired one does not', async () => {
  const [alive] = await app.database.query(
    'SELECT id FROM tokens WHERE deleted_at IS NULL AND expires_at > now() LIMIT 1',
  );
  const [expired] = await app.database.query('SELECT id FROM tokens WHERE expires_at < now() LIMIT 1');
  const ask = (id: number) =>
    fetch(`${app.address}/api/v3/user`, { headers: { authorization: `Bearer ${secrets[id - 1]}` } });
  expect((await ask(alive.id)).status).toBe(200);
  expect((await ask(expired.id)).status).toBe(401);
});

test('a grant lets its token reach the repositories it names', async () => {
  const [{ id, name, login }] = await app.database.query(
    `SELECT token.id, repository.name, organization.login
       FROM token_grants live JOIN tokens token ON token.id = live.token_id
       JOIN token_grant_repositories chosen ON chosen.grant_id = live.id JOIN repositories repository ON repository.id = chosen.repository_id
       JOIN organizations organization ON organization.id = live.organization_id
      WHERE live.ended_at IS NULL AND token.expires_at > now() AND repository.visibility = 'PRIVATE' LIMIT 1`,
  );
  const answer = await fetch(`${app.address}/api/v3/repos/${login}/${name}`, {
    headers: { authorization: `Bearer ${secrets[id - 1]}` },
  });
  expect(answer.status).toBe(200);
});

test('a database that somebody is in is left alone', async () => {
  const again = seedLoad(app.database, { ...SIZE, now: NOW, password: 'unknown-to-anybody', keep: () => {} });
  await expect(again).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await one('SELECT count(*) FROM tokens')).toEqual({ count: SIZE.tokens });
});
