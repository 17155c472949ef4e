import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { connect, countStatements, type Database } from '../../platform/database/database.ts';
import { ENTITIES, MIGRATIONS } from '../../platform/database/entities.ts';
import { createLog } from '../../platform/telemetry/log.ts';
import { registry } from '../../platform/telemetry/metrics.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-cluster.ts';
import { createUser } from '../users/create-user.ts';
import type { User } from '../users/user.entity.ts';
import { type AuditLog, commandActor, recordAudit } from './record-audit.ts';
import { sealAll, sealBatch, startSealer } from './seal-audit-log.ts';
import { canonicalJson, hashOfEntry } from './seal.ts';
import { verifyAuditLog } from './verify-audit-log.ts';

// On a database without a server, so that nobody seals but the test.
let own: TestDatabase;
let database: Database;
let mina: User;
let log: AuditLog;
const at = new Date('2026-05-01T10:00:00.123Z');

beforeAll(async () => {
  own = await createTestDatabase();
  database = await connect({ url: own.url, entities: ENTITIES, migrations: MIGRATIONS });
});
beforeEach(async () => {
  const person = { login: 'mina', email: 'mina@example.test', password: 'correct horse' };
  mina = await database.transaction((tx) => createUser(tx, person, at));
  log = { userId: mina.id };
});
// As empty as before: quicker than another database.
afterEach(() => tamper('TRUNCATE users, logins, audit_entries, audit_chains RESTART IDENTITY CASCADE'));
afterAll(async () => {
  await database.destroy();
  await own.drop();
});

/** So many more entries in the log of the one person there is, which has one of her making already. */
const write = (count: number, tx = database.manager) =>
  recordAudit(
    tx,
    commandActor('mina'),
    at,
    Array.from({ length: count }, (_, number) => ({
      log,
      action: 'user.login',
      details: { number, 한글: [null, 1.5] },
    })),
  );
const verify = () => database.transaction('REPEATABLE READ', (tx) => verifyAuditLog(tx, 3));
type Row = { id: number; number: number | null; previous: string | null; hash: string | null };
const rows = (): Promise<Row[]> =>
  database.query(
    `SELECT id, seal_number AS number, encode(previous_hash, 'hex') AS previous, encode(hash, 'hex') AS hash FROM audit_entries ORDER BY id`,
  );
/** As somebody can who may do anything to the database. */
async function tamper(sql: string): Promise<void> {
  await database.query('ALTER TABLE audit_entries DISABLE TRIGGER USER');
  await database.query(sql);
  await database.query('ALTER TABLE audit_entries ENABLE TRIGGER USER');
}

test('AU-3: each entry carries the hash of the one before it in its log, entries from before the sealer too', async () => {
  await write(4);
  await sealAll(database, 2);
  const sealed = await rows();
  expect(sealed.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  expect(sealed.map(({ previous }) => previous)).toEqual([null, ...sealed.slice(0, 4).map(({ hash }) => hash)]);
  expect(await verify()).toEqual({ entries: 5, logs: 1, unsealed: { count: 0, since: null }, breaks: [] });
});

test('AU-3: the hash is SHA-256 over canonical JSON, as docs/security.md says', async () => {
  const entry = {
    id: 7,
    organizationId: 3,
    enterpriseId: null,
    userId: null,
    action: 'org.create',
    actorUserId: 1,
    actorAppId: null,
    actorLogin: 'mina',
    credentialKind: 'SESSION',
    credentialId: 9,
    subjectType: 'organization',
    subjectId: 3,
    subject: 'acme',
    at,
    ip: '127.0.0.1',
    requestId: 'r-1',
    details: { b: [1, { z: null, a: '한' }], a: true },
  };
  const text =
    '{"action":"org.create","actorAppId":null,"actorLogin":"mina","actorUserId":1,"at":"2026-05-01T10:00:00.123Z","credentialId":9,' +
    '"credentialKind":"SESSION","details":{"a":true,"b":[1,{"a":"한","z":null}]},"enterpriseId":null,"id":7,"ip":"127.0.0.1","organizationId":3,' +
    '"previousHash":"00ff","requestId":"r-1","sealNumber":2,"subject":"acme","subjectId":3,"subjectType":"organization","userId":null}';
  const hash = hashOfEntry(entry, { sealNumber: 2, previousHash: Buffer.from('00ff', 'hex') });
  expect(hash).toEqual(createHash('sha256').update(text).digest());
  expect(canonicalJson({ é: 1, '\n': '"', z: [], a: {} })).toBe('{"\\n":"\\"","a":{},"z":[],"é":1}');
});

/** What is done, to whose place in the chain, and what is found there. */
const TAMPERING: [what: string, sql: string, sealNumber: number, found: string][] = [
  ['the action', `UPDATE audit_entries SET action = 'user.logout' WHERE seal_number = 3`, 3, 'changed'],
  ['who did it', `UPDATE audit_entries SET actor_login = 'joon' WHERE seal_number = 3`, 3, 'changed'],
  ['the time', `UPDATE audit_entries SET at = at + interval '1 millisecond' WHERE seal_number = 3`, 3, 'changed'],
  ['the address', `UPDATE audit_entries SET ip = '10.0.0.1' WHERE seal_number = 3`, 3, 'changed'],
  ['a detail', `UPDATE audit_entries SET details = details || '{"number": 9}' WHERE seal_number = 3`, 3, 'changed'],
  ['its hash', `UPDATE audit_entries SET hash = sha256('x') WHERE seal_number = 3`, 3, 'changed'],
  ['its hash away', `UPDATE audit_entries SET hash = NULL WHERE seal_number = 3`, 3, 'changed'],
  ['the link', `UPDATE audit_entries SET previous_hash = sha256('x') WHERE seal_number = 3`, 3, 'unlinked'],
  ['the first', `UPDATE audit_entries SET subject = 'joon' WHERE seal_number = 1`, 1, 'changed'],
  ['the last', `UPDATE audit_entries SET subject = 'joon' WHERE seal_number = 6`, 6, 'changed'],
  ['one away', 'DELETE FROM audit_entries WHERE seal_number = 4', 4, 'missing'],
  ['the first away', 'DELETE FROM audit_entries WHERE seal_number = 1', 1, 'missing'],
  ['the last away', 'DELETE FROM audit_entries WHERE seal_number = 6', 6, 'missing'],
  ['all away', 'DELETE FROM audit_entries', 1, 'missing'],
  ['a seal away', 'UPDATE audit_entries SET seal_number = NULL WHERE seal_number = 4', 4, 'missing'],
  [
    'two in each other’s place',
    `UPDATE audit_entries SET seal_number = -seal_number WHERE seal_number IN (3, 4);
     UPDATE audit_entries SET seal_number = 7 + seal_number WHERE seal_number < 0`,
    3,
    'unlinked',
  ],
  [
    'one into another log',
    `INSERT INTO organizations (login, created_at) SELECT login, now() FROM logins;
     UPDATE audit_entries SET user_id = NULL, organization_id = (SELECT id FROM organizations) WHERE seal_number = 6`,
    6,
    'missing',
  ],
];

test('AU-3: who changes, removes or moves any entry is found out', async () => {
  await write(5);
  await sealAll(database);
  const ids = new Map((await rows()).map(({ id, number }) => [number, id]));
  const found: unknown[] = [];
  /** Whether the entry that was changed is the one that is named. */
  const named: boolean[] = [];
  for (const [what, sql] of TAMPERING) {
    const runner = database.createQueryRunner();
    // oxlint-disable no-await-in-loop -- one after the other, each taken back
    await runner.startTransaction();
    await runner.query(`ALTER TABLE audit_entries DISABLE TRIGGER USER; ${sql}`);
    const { breaks } = await verifyAuditLog(runner.manager);
    await runner.rollbackTransaction();
    await runner.release();
    // oxlint-enable no-await-in-loop
    const { sealNumber, what: happened, entryId } = breaks.find(({ log: name }) => name === 'user mina')!;
    found.push([what, sql, sealNumber, happened]);
    named.push(happened !== 'changed' || entryId === ids.get(sealNumber));
  }
  expect(found).toEqual(TAMPERING);
  expect(named).not.toContain(false);
  expect((await verify()).breaks).toEqual([]);
});

test('AU-3: whoever writes a changed entry’s hash anew, too, is found out at the next', async () => {
  await write(5);
  await sealAll(database);
  await tamper(`UPDATE audit_entries SET actor_login = 'joon' WHERE seal_number = 3`);
  const [entry] = await database.query(
    `SELECT id, organization_id AS "organizationId", enterprise_id AS "enterpriseId", user_id AS "userId", action, actor_user_id AS "actorUserId",
            actor_app_id AS "actorAppId", actor_login AS "actorLogin", credential_kind AS "credentialKind", credential_id AS "credentialId",
            subject_type AS "subjectType", subject_id AS "subjectId", subject, at, ip, request_id AS "requestId", details, previous_hash AS "previousHash"
       FROM audit_entries WHERE seal_number = 3`,
  );
  const hash = hashOfEntry(entry, { sealNumber: 3, previousHash: entry.previousHash }).toString('hex');
  await tamper(`UPDATE audit_entries SET hash = decode('${hash}', 'hex') WHERE seal_number = 3`);
  expect((await verify()).breaks).toMatchObject([{ log: 'user mina', sealNumber: 4, what: 'unlinked' }]);
});

test('AU-3: what is not sealed yet is told, and breaks nothing', async () => {
  await sealAll(database);
  await write(2);
  expect(await verify()).toEqual({ entries: 1, logs: 1, unsealed: { count: 2, since: at }, breaks: [] });
});

test('AU-3: of many sealers at once each entry is linked once', async () => {
  await write(500);
  const sealers = Array.from({ length: 6 }, () => sealAll(database, 40));
  await write(300);
  await Promise.all(sealers);
  await sealAll(database);
  expect(await verify()).toMatchObject({ entries: 801, logs: 1, unsealed: { count: 0 }, breaks: [] });
  expect(new Set((await rows()).map(({ number }) => number)).size).toBe(801);
});

test('AU-3: writers wait neither for the sealer nor for each other, and an entry that is committed late is linked late', async () => {
  const slow = database.createQueryRunner();
  const sealer = database.createQueryRunner();
  try {
    await slow.startTransaction();
    await write(1, slow.manager);
    await write(2);
    // A sealer in the middle of its transaction: it has its lock and has written its seals.
    await sealer.startTransaction();
    const within = { manager: sealer.manager, transaction: (work: (tx: unknown) => unknown) => work(sealer.manager) };
    expect(await sealBatch(within as unknown as Database)).toBe(3);

    // Another goes away at once, and nobody who writes notices.
    expect(await sealBatch(database)).toBe(0);
    await database.query(`SET lock_timeout = '2s'`);
    await write(1);
    await slow.commitTransaction();
    await sealer.commitTransaction();
  } finally {
    await slow.release();
    await sealer.release();
  }
  await sealAll(database);
  // By id: that of her making, the late one, two, and one more.
  expect((await rows()).map(({ number }) => number)).toEqual([1, 4, 2, 3, 5]);
  expect((await verify()).breaks).toEqual([]);
});

test.each([
  ['its end away', `DELETE FROM audit_chains WHERE log = 'user 1'`, 3],
  [
    'its end put back',
    `UPDATE audit_chains SET (seal_number, hash) = (SELECT seal_number, hash FROM audit_entries WHERE user_id = 1 AND seal_number = 1) WHERE log = 'user 1'`,
    3,
  ],
  [
    'a number taken',
    `UPDATE audit_entries SET seal_number = 4, hash = sha256('x') WHERE id = (SELECT max(id) FROM audit_entries WHERE user_id = 1)`,
    3,
  ],
])(
  'AU-3: a chain that somebody meddled with (%s) stays broken, and is sealed on like all others',
  async (_, sql, at) => {
    const joon = { login: 'joon', email: 'joon@example.test', password: 'correct horse' };
    await database.transaction((tx) => createUser(tx, joon, new Date()));
    await write(1);
    await sealAll(database);
    await write(1);
    await database.query(sql);
    await recordAudit(database.manager, commandActor(), new Date(), [{ log: { userId: 2 }, action: 'user.login' }]);
    await write(1);
    await sealAll(database);
    expect((await rows()).every(({ number }) => number !== null)).toBe(true);
    expect((await verify()).breaks).toMatchObject([{ log: 'user mina', sealNumber: at }]);
    await write(1);
    await sealAll(database);
    expect((await verify()).breaks).toMatchObject([{ log: 'user mina', sealNumber: at }]);
  },
);

test('AU-3: chains are taken up where they ended after a version that knew none', async () => {
  await write(3);
  await sealAll(database);
  const isKnown = async () =>
    (await database.query(`SELECT FROM pg_tables WHERE tablename = 'audit_chains'`)).length > 0;
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  while (await isKnown()) await database.undoLastMigration();
  await write(1);
  await database.runMigrations();
  await sealAll(database);
  expect((await rows()).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  expect((await verify()).breaks).toEqual([]);
});

test('AU-3: ten thousand entries are sealed in a handful of statements', async () => {
  await write(10_000);
  const counter = countStatements(database);
  const begun = performance.now();
  await sealAll(database);
  const seconds = (performance.now() - begun) / 1000;
  counter.stop();
  expect(counter.statements.length).toBeLessThan(60);
  expect(seconds).toBeLessThan(10);
  expect(await verify()).toMatchObject({ entries: 10_001, breaks: [] });
});

test('AU-3: entries are sealed within a second of their commit, and again after the database was away', async () => {
  const sealer = startSealer(database, { log: createLog('silent'), clock: () => at });
  try {
    const sealed = async () => (await rows()).every(({ number }) => number !== null);
    await expect.poll(sealed, { timeout: 5_000 }).toBe(true);
    await database.query('ALTER TABLE audit_chains RENAME TO chains_away');
    await write(1);
    await expect.poll(async () => (await rows()).length).toBe(2);
    await database.query('ALTER TABLE chains_away RENAME TO audit_chains');
    await expect.poll(sealed, { timeout: 5_000 }).toBe(true);
    await write(1);
    const begun = performance.now();
    await expect.poll(sealed, { timeout: 5_000, interval: 20 }).toBe(true);
    expect(performance.now() - begun).toBeLessThan(1_500);
  } finally {
    await sealer.stop();
  }
  expect((await verify()).breaks).toEqual([]);
});

test('AU-3: what a sealer leaves unsealed, and for how long, is shown while it runs', async () => {
  const shown = async () => {
    const text = await registry.metrics();
    const valueOf = (name: string) => new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1];
    return [valueOf('countersign_audit_unsealed'), valueOf('countersign_audit_unsealed_age_seconds')];
  };
  let now = at;
  // It cannot write what it seals.
  await database.query('ALTER TABLE audit_chains RENAME TO chains_away');
  const sealer = startSealer(database, { log: createLog('silent'), clock: () => now });
  try {
    await write(2);
    now = new Date(at.getTime() + 90_000);
    expect(await shown()).toEqual(['3', '90']);

    await database.query('ALTER TABLE audit_entries RENAME TO entries_away');
    expect(await shown()).toEqual([undefined, undefined]);
    await database.query('ALTER TABLE entries_away RENAME TO audit_entries');

    await database.query('ALTER TABLE chains_away RENAME TO audit_chains');
    await sealAll(database);
    expect(await shown()).toEqual(['0', '0']);
  } finally {
    await sealer.stop();
  }
  expect(await shown()).toEqual([undefined, undefined]);
});
