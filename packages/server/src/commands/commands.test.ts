import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Config, readConfig } from '../config.ts';
import { sealAll } from '../features/audit-log/seal-audit-log.ts';
import { createLog } from '../platform/telemetry/log.ts';
import { startDatabase } from '../start-database.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-cluster.ts';
import { createOrganizationFor, createPerson } from './create-accounts.ts';
import { addOwnerTo, createEnterpriseFor, moveOrganizationTo } from './enterprises.ts';
import { explain } from './explain.ts';
import { seedDemo } from './seed-demo.ts';
import { verifyAudit } from './verify-audit.ts';

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
  expect(
    await ask(`SELECT login, address, verified_at IS NOT NULL AS verified, is_demonstration
      FROM users JOIN email_addresses ON user_id = users.id AND address = email`),
  ).toEqual([{ login: 'nina', address: 'nina@example.test', verified: true, is_demonstration: false }]);
  expect(
    await ask(`SELECT person.login, organization.login AS organization, role FROM memberships
      JOIN users person ON person.id = user_id JOIN organizations organization ON organization.id = organization_id`),
  ).toEqual([{ login: 'nina', organization: 'initech', role: 'OWNER' }]);
});

test('PO-2: an operator makes an enterprise with its owners, and puts organizations under it and out of it', async () => {
  await createPerson(config, nina);
  await createPerson(config, { ...nina, login: 'omar', email: 'omar@example.test' });
  await createEnterpriseFor(config, { slug: 'Umbrella', name: 'The Umbrella', owner: 'nina' });
  await addOwnerTo(config, { slug: 'umbrella', login: 'Omar' });
  await createOrganizationFor(config, { login: 'initech', owner: 'nina', enterprise: 'umbrella' });
  await createOrganizationFor(config, { login: 'hooli', owner: 'omar' });
  await moveOrganizationTo(config, { login: 'hooli', enterprise: 'umbrella' });
  await moveOrganizationTo(config, { login: 'initech', enterprise: null });

  expect(await ask('SELECT slug, name FROM enterprises')).toEqual([{ slug: 'umbrella', name: 'The Umbrella' }]);
  expect(await ask('SELECT login FROM enterprise_owners JOIN users ON users.id = user_id ORDER BY login')).toEqual([
    { login: 'nina' },
    { login: 'omar' },
  ]);
  expect(
    await ask(
      `SELECT login, slug FROM organizations LEFT JOIN enterprises ON enterprises.id = enterprise_id ORDER BY login`,
    ),
  ).toEqual([
    { login: 'hooli', slug: 'umbrella' },
    { login: 'initech', slug: null },
  ]);
  expect(
    await ask(
      `SELECT action, subject, credential_kind AS by FROM audit_entries WHERE enterprise_id IS NOT NULL ORDER BY id`,
    ),
  ).toEqual(
    [
      ['business.create', 'umbrella'],
      ['business.add_admin', 'nina'],
      ['business.add_admin', 'omar'],
      ['business.add_organization', 'initech'],
      ['business.add_organization', 'hooli'],
      ['business.remove_organization', 'initech'],
    ].map(([action, subject]) => ({ action, subject, by: 'COMMAND' })),
  );
  expect(
    await ask(
      `SELECT action, subject FROM audit_entries WHERE organization_id IS NOT NULL AND action LIKE 'business.%' ORDER BY id`,
    ),
  ).toEqual([
    { action: 'business.add_organization', subject: 'umbrella' },
    { action: 'business.add_organization', subject: 'umbrella' },
    { action: 'business.remove_organization', subject: 'umbrella' },
  ]);

  const told = (work: Promise<void>) => work.catch(explain);
  const again = { slug: 'umbrella', owner: 'nina' };
  expect(await told(createEnterpriseFor(config, again))).toBe('The name umbrella is taken.');
  expect(await told(createEnterpriseFor(config, { ...again, slug: 'no good' }))).toContain('lower-case letters');
  expect(await told(addOwnerTo(config, { slug: 'umbrella', login: 'omar' }))).toBe(
    'omar is an owner of umbrella already.',
  );
  expect(await told(addOwnerTo(config, { slug: 'parasol', login: 'omar' }))).toBe(
    'There is no enterprise called parasol.',
  );
  expect(await told(moveOrganizationTo(config, { login: 'hooli', enterprise: 'umbrella' }))).toBe(
    'hooli is in umbrella already.',
  );
  expect(await told(moveOrganizationTo(config, { login: 'initech', enterprise: null }))).toBe(
    'initech is in no enterprise already.',
  );
  expect(await told(moveOrganizationTo(config, { login: 'nowhere', enterprise: null }))).toBe(
    'There is no organization called nowhere.',
  );
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

test('AU-3: an operator is told whether the audit log is whole, and which entry is the first that is not', async () => {
  await createPerson(config, nina);
  await createOrganizationFor(config, { login: 'initech', owner: 'nina' });
  const said: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  try {
    expect(await verifyAudit(config)).toBe(true);
    const running = await startDatabase(config, log);
    await sealAll(running.database);
    await running.stop();
    expect(await verifyAudit(config)).toBe(true);
    await ask(`ALTER TABLE audit_entries DISABLE TRIGGER USER;
      UPDATE audit_entries SET subject = 'hooli' WHERE organization_id IS NOT NULL; ALTER TABLE audit_entries ENABLE TRIGGER USER`);
    expect(await verifyAudit(config)).toBe(false);
  } finally {
    spy.mockRestore();
  }
  const [{ id }] = (await ask('SELECT id FROM audit_entries WHERE organization_id IS NOT NULL')) as [{ id: string }];
  expect(said).toEqual([
    expect.stringMatching(
      /^The audit log is whole: 0 sealed entries in 0 logs, \d not sealed yet, the oldest of 20.*Z\.\n$/,
    ),
    expect.stringMatching(/^The audit log is whole: \d sealed entries in 2 logs, none that is not sealed\.\n$/),
    expect.stringMatching(
      new RegExp(
        `^BROKEN: in the log of organization initech, number 1 \\(entry ${id}\\) is not what was sealed\\.\\nThe audit log is not whole: `,
      ),
    ),
  ]);
});
