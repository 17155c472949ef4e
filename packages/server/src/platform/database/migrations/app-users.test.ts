import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-cluster.ts';
import { connect, type Database } from '../database.ts';
import { AppUsers1763744400000 } from './1763744400000-app-users.ts';

let own: TestDatabase;
let database: Database;
beforeAll(async () => {
  own = await createTestDatabase();
  database = await connect({ url: own.url, entities: [], migrations: [] });
});
afterAll(async () => {
  await database.destroy();
  await own.drop();
});

const TIMES = `'2026-01-01', '2026-01-01', '2027-01-01'`;
const BEFORE = `
  INSERT INTO logins VALUES ('mona'), ('acme');
  INSERT INTO users (login, email, password_hash, created_at) VALUES ('mona', 'mona@example.test', '', '2026-01-01');
  INSERT INTO email_addresses (user_id, address, created_at) SELECT id, email, created_at FROM users;
  INSERT INTO organizations (login, created_at) VALUES ('acme', '2026-01-01');
  INSERT INTO apps (slug, name, client_id, owner_organization_id, created_at) SELECT 'bot', 'Bot', 'Cs1', id, '2026-01-01' FROM organizations;
  INSERT INTO app_installations (app_id, organization_id, repository_selection, created_at)
    SELECT apps.id, organizations.id, 'ALL', '2026-01-01' FROM apps, organizations;
  INSERT INTO tokens (kind, user_id, name, secret_hash, last_eight, created_at, issued_at, expires_at)
    SELECT kind, users.id, kind, kind::bytea, '', ${TIMES} FROM users, unnest(ARRAY['FINE_GRAINED', 'CLASSIC']) AS kind;
  INSERT INTO tokens (kind, installation_id, name, secret_hash, last_eight, created_at, issued_at, expires_at)
    SELECT 'APP_INSTALLATION', id, 'bot', 'x', '', ${TIMES} FROM app_installations`;
const SINCE = `
  INSERT INTO application_authorizations (app_id, user_id, created_at) SELECT apps.id, users.id, '2026-01-01' FROM apps, users;
  INSERT INTO application_authorization_codes (authorization_id, code_hash, redirect_uri, created_at, expires_at)
    SELECT id, 'code', 'https://example.com', '2026-01-01', '2026-01-01' FROM application_authorizations;
  INSERT INTO tokens (kind, app_id, user_id, name, secret_hash, last_eight, created_at, issued_at, expires_at)
    SELECT 'APP_USER', apps.id, users.id, called, (called || ' of an App')::bytea, '', ${TIMES} FROM apps, users, unnest(ARRAY['one', 'CLASSIC']) AS named(called);
  INSERT INTO tokens (kind, app_id, renews_token_id, user_id, name, secret_hash, last_eight, created_at, issued_at, expires_at)
    SELECT 'APP_REFRESH', app_id, id, user_id, name, ('renews ' || name)::bytea, '', ${TIMES} FROM tokens WHERE kind = 'APP_USER'`;

test('tokens and Apps of before stay as they were; down, what Apps have for people goes, and nothing else; up again, an App begins anew', async () => {
  const migration = new AppUsers1763744400000();
  const runner = database.createQueryRunner();
  const kinds = async () =>
    (await runner.query('SELECT kind FROM tokens ORDER BY id')).map(({ kind }: { kind: string }) => kind);
  const apps = () => runner.query('SELECT slug, redirect_uris AS uris, user_tokens_expire AS expire FROM apps');
  const old = ['FINE_GRAINED', 'CLASSIC', 'APP_INSTALLATION'];
  await migration.down(runner);
  await runner.query(BEFORE);
  await migration.up(runner);
  expect(await kinds()).toEqual(old);
  expect(await apps()).toEqual([{ slug: 'bot', uris: [], expire: true }]);

  // A name that a person's own token has, and one that two of an App's have.
  await runner.query(SINCE);
  await runner.query(`UPDATE apps SET redirect_uris = '{https://example.com}', user_tokens_expire = false`);
  expect(await kinds()).toHaveLength(7);
  await migration.down(runner);
  expect(await kinds()).toEqual(old);
  await migration.up(runner);
  expect(await kinds()).toEqual(old);
  expect(await apps()).toEqual([{ slug: 'bot', uris: [], expire: true }]);
  await runner.release();
});
