import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Config, readConfig } from '../config.ts';
import { createLog } from '../platform/telemetry/log.ts';
import { startDatabase } from '../start-database.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-cluster.ts';
import { createOrganizationFor, createPerson } from './create-accounts.ts';
import { explain } from './explain.ts';
import { seedDemo } from './seed-demo.ts';

let own: TestDatabase;
let config: Config;
const log = createLog('silent');

const ask = async (sql: string) => {
  const client = new Client({ connectionString: own.url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql).finally(() => client.end());
  return rows;
};

beforeEach(async () => {
  own = await createTestDatabase();
  config = readConfig({ DATABASE_URL: own.url, ENCRYPTION_KEY: randomBytes(32).toString('base64') });
});

afterEach(() => own.drop());

const nina = { login: 'Nina', email: 'nina@example.test', password: 'correct horse' };

test("an operator makes a person, and an organization that is that person's", async () => {
  await createPerson(config, nina);
  await createOrganizationFor(config, { login: 'initech', owner: 'nina' });
  expect(await ask('SELECT login, email_verified_at IS NOT NULL AS verified, is_demonstration FROM users')).toEqual([
    { login: 'nina', verified: true, is_demonstration: false },
  ]);
  expect(
    await ask(`SELECT person.login, organization.login AS organization, role FROM memberships
      JOIN users person ON person.id = user_id JOIN organizations organization ON organization.id = organization_id`),
  ).toEqual([{ login: 'nina', organization: 'initech', role: 'OWNER' }]);
});

test('what was wrong is told in sentences, without where in the code', async () => {
  await createPerson(config, nina);
  const again = await createPerson(config, { ...nina, email: 'nowhere' }).catch(explain);
  expect(again).toBe('This is no e-mail address.');
  const orphan = await createOrganizationFor(config, { login: 'initech', owner: 'nobody' }).catch(explain);
  expect(orphan).toBe('There is nobody called nobody.');
  expect(explain(Object.assign(new Error('listen'), { code: 'EADDRINUSE', address: '127.0.0.1', port: 4000 }))).toBe(
    'Something listens on 127.0.0.1:4000 already. Set PORT to another one.',
  );
  expect(explain(new TypeError('x is not a function'))).toContain('commands.test.ts');
});

test("an operator's database that is older than this version is refused until it is migrated", async () => {
  await ask('DROP SCHEMA public CASCADE; DROP SCHEMA graphile_worker CASCADE; CREATE SCHEMA public');
  await expect(startDatabase(config, log)).rejects.toThrow('Run: countersign migrate');
  await (await startDatabase(config, log, { migrate: true })).stop();
  await (await startDatabase(config, log)).stop();
});

test("SN-6: the demonstration's data never comes into an operator's database", async () => {
  await expect(seedDemo(config)).rejects.toThrow('demonstration mode');
  expect(await ask('SELECT login FROM logins')).toEqual([]);
});
