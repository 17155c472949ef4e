import { type IncomingMessage, request } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandActor, recordAudit } from '../../features/audit-log/record-audit.ts';
import { sealAll } from '../../features/audit-log/seal-audit-log.ts';
import { hashOfEntry } from '../../features/audit-log/seal.ts';
import type { Organization } from '../../features/organizations/organization.entity.ts';
import { decideTokenRequests } from '../../features/token-requests/decide-token-requests.ts';
import type { User } from '../../features/users/user.entity.ts';
import { type Asker, TestApp } from '../../testing/test-app.ts';

let app: TestApp;
let owner: User;
let member: User;
let acme: Organization;
beforeAll(async () => {
  app = await TestApp.open();
  ({ owner, member, organization: acme } = await app.aTeam());
});
afterAll(() => app.close());

async function get(
  asker: Asker,
  path: string,
  parameters: Record<string, string> | [string, string][] = {},
  method = 'GET',
) {
  const { 'x-countersign-csrf': _, ...headers } = await app.headersOf(asker);
  const response = await fetch(`${app.address}/api/exports/${path}?${new URLSearchParams(parameters).toString()}`, {
    headers,
    method,
  });
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
}
const json = async (asker: Asker, path: string, parameters: Record<string, string> | [string, string][] = {}) => {
  const { status, body } = await get(asker, path, [...new URLSearchParams(parameters), ['format', 'json']]);
  expect(status).toBe(200);
  return JSON.parse(body.toString()) as Record<string, unknown>[];
};

test('RQ-9: requests go out as CSV: RFC 4180, in UTF-8 that spreadsheets know, and no cell is a formula', async () => {
  const team = await app.aTeam();
  const { name } = await app.aRepository(team.owner, team.organization.login, 'PRIVATE');
  const reason = '=HYPERLINK("http://evil.test","Click")\r\n금요일, 배포';
  const { token } = await app.aToken(team.member, team.organization.login, {
    name: '+1 "quoted", and more',
    reason,
    repositorySelection: 'SUBSET',
    repositories: [{ name }],
  });
  const { body, headers, status } = await get(team.owner, 'token-requests', {
    organization: team.organization.login,
    format: 'csv',
  });
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
  const today = new Date().toISOString().slice(0, 10);
  expect(headers.get('content-disposition')).toBe(
    `attachment; filename="${team.organization.login}-token-requests-${today}.csv"`,
  );
  expect(headers.get('cache-control')).toBe('no-store');
  expect(body.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  const [{ id, at }] = await app.database.query('SELECT id, created_at AS at FROM token_requests WHERE token_id = $1', [
    token.id,
  ]);
  expect(body.subarray(3).toString()).toBe(
    'id,status,token,tokenId,requester,reason,repositorySelection,repositories,permissions,createdAt,decidedAt,decidedBy,' +
      'decidedAutomatically,decisionReason,tokenExpiresAt,tokenLastUsedAt\r\n' +
      `${id},PENDING,"'+1 ""quoted"", and more",${token.id},${team.member.login},"'=HYPERLINK(""http://evil.test"",""Click"")\r\n금요일, 배포",` +
      `SUBSET,${name},contents:read metadata:read,${at.toISOString()},,,false,,${token.expiresAt!.toISOString()},\r\n`,
  );
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
  'no cell that begins with %j is a formula',
  async (name) => {
    const person = await app.aPerson();
    const record = { log: { userId: person.id }, action: 'user.login', details: {} } as const;
    await recordAudit(app.database.manager, commandActor(name), new Date(), [record]);
    const { body } = await get(person, 'security-log', { format: 'csv' });
    expect(body.toString()).toMatch(new RegExp(`user\\.login,"?'${name.replaceAll(/[+()]/g, String.raw`\$&`)}"?,`));
  },
);

test('RQ-3: what goes out is what the filter shows, in both formats', async () => {
  const team = await app.aTeam();
  const { login } = team.organization;
  const named = async (name: string) => (await app.aToken(team.member, login, { name })).token.name;
  const [denied, waiting] = [await named('denied one'), 'waiting one'];
  await decideTokenRequests(await app.sessionOf(team.owner), {
    organization: login,
    decision: 'DENIED',
    filter: {},
    asOf: new Date(),
    reason: 'Not now',
  });
  await named(waiting);
  const names = async (...filter: [string, string][]) =>
    (await json(team.owner, 'token-requests', [['organization', login], ...filter])).map(({ token }) => token);

  expect(await names()).toEqual([waiting]);
  expect(await names(['status', 'DENIED'], ['status', 'PENDING'])).toEqual([waiting, denied]);
  expect(await names(['status', 'DENIED'], ['decidedBy', team.owner.login])).toEqual([denied]);
  expect(await names(['status', 'DENIED'], ['decidedBy', team.member.login])).toEqual([]);
  expect(await names(['status', 'DENIED'], ['decidedBefore', '2020-01-01T00:00:00Z'])).toEqual([]);
  expect(await names(['text', 'WAITING'])).toEqual([waiting]);
  expect(await names(['permissions', 'contents:write'])).toEqual([]);
  expect(await names(['permissions', 'contents:READ'])).toEqual([waiting]);
  const [row] = await json(team.owner, 'token-requests', { organization: login, status: 'DENIED' });
  expect(row).toMatchObject({
    status: 'DENIED',
    requester: team.member.login,
    decidedBy: team.owner.login,
    decisionReason: 'Not now',
    decidedAutomatically: false,
    permissions: ['contents:read', 'metadata:read'],
  });
});

test('RQ-9: closed requests go out as their list shows them: the latest decision first', async () => {
  const team = await app.aTeam();
  const { login } = team.organization;
  for (const name of ['first made', 'second made'])
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await app.aToken(team.member, login, { name });
  for (const text of ['second', 'first']) {
    // oxlint-disable-next-line no-await-in-loop -- at a moment of its own
    const caller = await app.sessionOf(team.owner);
    const denial = { organization: login, decision: 'DENIED', filter: { text }, asOf: new Date() } as const;
    // oxlint-disable-next-line no-await-in-loop -- see above
    await decideTokenRequests(caller, denial);
  }
  const names = async (...status: [string, string][]) =>
    (await json(team.owner, 'token-requests', [['organization', login], ...status])).map(({ token }) => token);
  expect(await names(['status', 'DENIED'], ['status', 'APPROVED'])).toEqual(['first made', 'second made']);
  expect(await names(['status', 'DENIED'], ['status', 'PENDING'])).toEqual(['second made', 'first made']);
});

test('AU-2: an organization’s log goes out with its seals, and that it did is an entry', async () => {
  const team = await app.aTeam();
  const { login, id } = team.organization;
  await json(team.owner, 'audit-log', { organization: login });
  await expect
    .poll(async () => {
      await sealAll(app.database);
      return (
        await app.database.query('SELECT FROM audit_entries WHERE seal_number IS NULL AND organization_id = $1', [id])
      ).length;
    })
    .toBe(0);
  const rows = await json(team.owner, 'audit-log', { organization: login, before: new Date().toISOString() });
  const [latest, exported] = rows.filter(({ sealNumber }) => sealNumber !== null);
  expect(rows.some(({ action }) => action === 'org.audit_log_export')).toBe(true);
  // Whoever has the file can compute the hash of each entry in it, and see that it follows the one before.
  const entry = { ...(latest as never as Parameters<typeof hashOfEntry>[0]), at: new Date(latest!['at'] as string) };
  const place = {
    sealNumber: latest!['sealNumber'] as number,
    previousHash: Buffer.from(latest!['previousHash'] as string, 'hex'),
  };
  expect(hashOfEntry(entry, place).toString('hex')).toBe(latest!['hash']);
  expect(latest!['previousHash']).toBe(exported!['hash']);
  const filtered = await json(team.owner, 'audit-log', { organization: login, action: 'org.create' });
  expect(filtered.map(({ action }) => action)).toEqual(['org.create']);
});

test('AU-2: an enterprise’s owner takes its log, a person their security log, which is in nobody else’s', async () => {
  const { slug } = await app.anEnterprise(owner, acme);
  const actions = (await json(owner, 'audit-log', { enterprise: slug })).map(({ action }) => action);
  expect(actions).toEqual([
    'business.audit_log_export',
    'business.add_organization',
    'business.add_admin',
    'business.create',
  ]);
  const person = await app.aPerson();
  const own = await json(person, 'security-log');
  expect(own.map(({ action, userId }) => [action, userId])).toEqual([['user.create', person.id]]);
  const csv = await get(await app.aPerson(), 'security-log', { format: 'csv', text: 'nothing like this' });
  expect(csv.body.toString().trim().split('\r\n')).toHaveLength(1);
  expect(await json(person, 'security-log', { text: 'nothing like this' })).toEqual([]);
});

const PATHS: [string, () => Record<string, string>][] = [
  ['token-requests', () => ({ organization: acme.login })],
  ['audit-log', () => ({ organization: acme.login })],
];
test.each(PATHS)('AU-2, RQ-11: %s are for owners in a browser alone', async (path, of) => {
  const ask = async (asker: Asker) => {
    const { status, body } = await get(asker, path, { ...of(), format: 'json' });
    return [status, (JSON.parse(body.toString()) as { code: string }).code];
  };
  expect(await ask(null)).toEqual([401, 'UNAUTHENTICATED']);
  expect(await ask('csf_nonsense')).toEqual([401, 'UNAUTHENTICATED']);
  expect(await ask((await app.aToken(owner, acme.login)).secret)).toEqual([403, 'FORBIDDEN']);
  expect(await ask((await app.aClassicToken(owner, { scopes: ['admin:org'] })).secret)).toEqual([403, 'FORBIDDEN']);
  expect(await ask(member)).toEqual([403, 'FORBIDDEN']);
  expect(await ask(await app.aPerson())).toEqual([404, 'NOT_FOUND']);
});

test('AU-2: HEAD says whether an export may be had, which takes nothing out of the house and is no entry', async () => {
  const team = await app.aTeam();
  const stranger = await app.aPerson();
  const of = { organization: team.organization.login, format: 'json' };
  for (const path of ['audit-log', 'token-requests']) {
    const ask = (asker: Asker, more: object = {}) => get(asker, path, { ...of, ...more }, 'HEAD');
    // oxlint-disable-next-line no-await-in-loop -- two
    const { status, headers, body } = await ask(team.owner);
    expect([status, body.length]).toEqual([200, 0]);
    expect(headers.get('content-disposition')).toContain(`attachment; filename="${of.organization}-${path}-`);
    // oxlint-disable-next-line no-await-in-loop -- two
    const refusals = await Promise.all([
      ask(null),
      ask(team.member),
      ask(stranger),
      ask(team.owner, { colour: 'red' }),
    ]);
    expect(refusals.map((refused) => refused.status)).toEqual([401, 403, 404, 422]);
  }
  const [{ count }] = await app.database.query(
    `SELECT count(*)::int AS count FROM audit_entries WHERE organization_id = $1 AND action = 'org.audit_log_export'`,
    [team.organization.id],
  );
  expect(count).toBe(0);
});

test.each([
  ['token-requests', {}, 'format'],
  ['token-requests', { format: 'xls' }, 'format'],
  ['token-requests', { format: 'csv' }, 'organization'],
  ['audit-log', { format: 'csv' }, 'organization'],
  ['audit-log', { format: 'csv', organization: 'a', enterprise: 'b' }, 'organization'],
  ['security-log', { format: 'csv', after: 'yesterday' }, 'after'],
  ['security-log', { format: 'csv', text: 'a\0b' }, 'text'],
  ['security-log', { format: 'csv', colour: 'red' }, 'query'],
  ['token-requests', { format: 'csv', organization: 'a', status: 'LOST' }, 'status.0'],
  ['token-requests', { format: 'csv', organization: 'a', permissions: 'teapots:read' }, 'permissions'],
])('%s with %j is INVALID and names %s', async (path, parameters, field) => {
  const { status, body } = await get(owner, path, parameters);
  expect(status).toBe(422);
  expect(JSON.parse(body.toString())).toMatchObject({ code: 'INVALID', fields: { [field]: expect.any(String) } });
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** In megabytes, without what nobody holds any more. */
function heapInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1e6;
}

/** How often a page of a list was read, from now on. */
async function countPages() {
  const { statements, stop } = await app.countStatements();
  const read = () => statements.filter((sql) => sql.includes('sort_key')).length;
  /** Resolves once no more are read. */
  const settle = async () => {
    let before = -1;
    const isStill = () => {
      const [last, now] = [before, read()];
      before = now;
      return now > 0 && now === last;
    };
    await expect.poll(isStill, { interval: 300, timeout: 10_000 }).toBe(true);
  };
  return { read, settle, stop };
}

/** The address of an export of 20,000 entries, some 50 MB, and what its owner's browser sends along. */
async function aLongLog() {
  const team = await app.aTeam();
  await app.database.query(
    `INSERT INTO audit_entries (organization_id, action, actor_login, at, details)
     SELECT $1, 'org.create', 'somebody', now() - number * interval '1 second', jsonb_build_object('text', repeat('x', 2000), 'number', number)
       FROM generate_series(1, 20000) AS number`,
    [team.organization.id],
  );
  const url = `${app.address}/api/exports/audit-log?organization=${team.organization.login}&format=json`;
  return { url, headers: await app.headersOf(team.owner) };
}

test('20,000 rows are read as they are taken, page by page, and stay in no memory', async () => {
  const { url, headers } = await aLongLog();
  const pages = await countPages();
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    request(url, { headers }, resolve).on('error', reject).end(),
  );
  // Nobody takes anything yet: what is on its way fills the sockets, and then the server waits.
  await pages.settle();
  expect(pages.read()).toBeLessThan(100);

  let rows = 0;
  let taken = 0;
  const megabytes: number[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) {
    rows += chunk.toString('latin1').split('\n{').length - 1;
    taken += chunk.length;
    if (taken > megabytes.length * 5e6) megabytes.push(heapInUse());
  }
  pages.stop();
  // Some line may begin on the edge of two chunks.
  expect(rows).toBeGreaterThan(19_000);
  expect(pages.read()).toBe(201);
  expect(megabytes.length).toBeGreaterThan(8);
  expect(Math.max(...megabytes) - megabytes[0]!).toBeLessThan(20);
}, 60_000);

test('a client that leaves ends the reading', async () => {
  const { url, headers } = await aLongLog();
  const pages = await countPages();
  const leave = new AbortController();
  await fetch(url, { headers, signal: leave.signal });
  leave.abort();
  await pages.settle();
  pages.stop();
  expect(pages.read()).toBeLessThan(150);
});
