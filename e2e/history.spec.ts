import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { connect, type Database } from '../packages/server/dist/platform/database/database.js';
import { startEmbeddedPostgres } from '../packages/server/dist/platform/database/embedded-postgres.js';
import { call, expect, QUEUE, run, test } from './fixtures.ts';
import { COMMAND, type Server } from './server.ts';

const CLOSED = `${QUEUE}?tab=closed`;
const AUDIT_LOG = '/organizations/acme/settings/audit-log';
const FORMULA = '=HYPERLINK("https://example.test","Pay me"),\nsoon';

const WAITING = 'query { viewer { tokenRequests(first: 100) { nodes { id status token { name } } } } }';
const APPROVE =
  'mutation ($input: ApproveTokenRequestsInput!) { approveTokenRequests(input: $input) { failures { code } } }';
const DENY = 'mutation ($input: DenyTokenRequestsInput!) { denyTokenRequests(input: $input) { failures { code } } }';
const WITHDRAW =
  'mutation ($input: CancelTokenRequestInput!) { cancelTokenRequest(input: $input) { tokenRequest { id } } }';

type Waiting = { viewer: { tokenRequests: { nodes: { id: string; status: string; token: { name: string } }[] } } };
type Row = Record<string, string>;

/** Presses the link of an export; resolves with the file's name and text. */
async function download(page: Page, format: 'CSV' | 'JSON'): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: `Export as ${format}` }).click(),
  ]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

const downloadRows = async <Shape>(page: Page) => JSON.parse((await download(page, 'JSON')).text) as Shape[];

/** The rows of a CSV by the names in its first line. (RFC 4180) */
function rowsOf(csv: string): Row[] {
  const lines: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    lines.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain!);
    if (end === '\r\n') lines.push([]);
    if (end === '') break;
  }
  const [names = [], ...rows] = lines.filter((fields) => fields.length > 1);
  return rows.map((fields) => Object.fromEntries(names.map((name, index) => [name, fields[index]!])));
}

/** Takes the options of a filter that has that name. */
async function filterBy(page: Page, name: string, options: readonly string[]) {
  await page.getByRole('button', { name, exact: true }).click();
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  for (const option of options) await page.getByRole('option', { name: option }).click();
  await page.keyboard.press('Escape');
}

test('RQ-9: what is closed is found by status, person and words, tells its story, and is exported as it is filtered', async ({
  as,
  ask,
}) => {
  const [member, owner] = [await as('member'), await as('owner')];
  for (const name of ['kept-approved', 'kept-denied', 'kept-withdrawn'])
    // oxlint-disable-next-line no-await-in-loop -- in their order
    await ask(member, { name, reason: 'For the archive of Babel' });
  const { viewer } = await call<Waiting>(member, WAITING, {});
  const idOf = (name: string) =>
    viewer.tokenRequests.nodes.find(({ status, token }) => status === 'PENDING' && token.name === name)!.id;
  await call(owner, APPROVE, { input: { organization: 'acme', requestIds: [idOf('kept-approved')] } });
  await call(owner, DENY, { input: { organization: 'acme', requestIds: [idOf('kept-denied')], reason: FORMULA } });
  await call(member, WITHDRAW, { input: { requestId: idOf('kept-withdrawn') } });

  const { page } = owner;
  await page.goto(QUEUE);
  await page.getByRole('link', { name: 'Closed', exact: true }).click();
  const rows = page.getByRole('list', { name: 'Closed token requests' }).getByRole('listitem');
  await page.getByRole('searchbox', { name: 'Search by token, person or reason' }).fill('archive of babel');
  await expect(page.getByText('3 closed requests')).toBeVisible();
  await expect(rows).toHaveCount(3);
  await expect(rows.filter({ hasText: 'kept-approved' })).toContainText('Approved by owner');
  await expect(rows.filter({ hasText: 'kept-denied' })).toContainText('Pay me');
  await expect(rows.filter({ hasText: 'kept-withdrawn' })).toContainText('Cancelled by member');
  expect((await downloadRows<Row>(page)).map(({ token, status }) => [token, status])).toEqual([
    ['kept-withdrawn', 'CANCELLED'],
    ['kept-denied', 'DENIED'],
    ['kept-approved', 'APPROVED'],
  ]);

  await filterBy(page, 'Decided by', ['owner']);
  await expect(rows).toHaveCount(2);
  await filterBy(page, 'Status', ['Denied']);
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('kept-denied');
  const [denied] = await downloadRows<Row>(page);
  expect(denied).toMatchObject({
    token: 'kept-denied',
    requester: 'member',
    decidedBy: 'owner',
    decisionReason: FORMULA,
  });
  const csv = await download(page, 'CSV');
  expect(csv.name).toMatch(/^acme-token-requests-\d{4}-\d\d-\d\d\.csv$/);
  // What a spreadsheet would compute it shows as it was written.
  expect(rowsOf(csv.text.replace(/^\uFEFF/, ''))).toEqual([
    expect.objectContaining({
      token: 'kept-denied',
      decisionReason: `'${FORMULA}`,
      permissions: 'contents:read metadata:read',
    }),
  ]);

  // The filters stand in the address, and last over a visit to the request.
  await rows.getByRole('link', { name: 'kept-denied' }).click();
  const story = page.getByRole('list', { name: 'History of this token here' }).getByRole('listitem');
  await expect(story).toHaveText([/member asked for access.*For the archive of Babel/, /owner denied it.*Pay me/]);
  await page.goBack();
  await expect(rows).toHaveCount(1);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(rows.filter({ hasText: 'old-laptop' })).toBeVisible();

  // A day typed on a keyboard, part by part.
  await page.getByLabel('Decided from').focus();
  await page.keyboard.type('01012026');
  await expect(page).toHaveURL(/tab=closed&from=2026-01-01$/);

  // For owners alone.
  expect((await member.context.request.get('/api/exports/token-requests?organization=acme&format=csv')).ok()).toBe(
    false,
  );
  await member.page.goto(CLOSED);
  await expect(member.page.getByRole('link', { name: 'Export as CSV' })).toHaveCount(0);
});

test('AU-2: an export whose session has ended is no file, but words and a way to sign in', async ({ as }) => {
  const { page, context } = await as('owner');
  await page.goto(AUDIT_LOG);
  await expect(page.getByRole('list', { name: 'Audit log entries' })).toBeVisible();
  await context.clearCookies();
  let downloads = 0;
  page.on('download', () => downloads++);
  await page.getByRole('link', { name: 'Export as JSON' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Your session has ended.' })).toBeVisible();
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await expect(page).toHaveURL(`/login?return_to=${encodeURIComponent(AUDIT_LOG)}`);
  expect(downloads).toBe(0);
});

type Entry = { action: string; subject: string; sealNumber: number | null; previousHash: string | null; hash: string };

test('AU-2: the audit log is exported as it is filtered, with the seals, and the export stands in it', async ({
  as,
}) => {
  const { page } = await as('owner');
  await page.goto(AUDIT_LOG);
  await page.getByRole('button', { name: 'All actions' }).click();
  await page.getByRole('menuitemradio', { name: 'personal_access_token.request_denied' }).click();
  const entries = page.getByRole('list', { name: 'Audit log entries' }).getByRole('listitem');
  await expect(entries.filter({ hasNotText: 'request_denied' })).toHaveCount(0);
  const { name, text } = await download(page, 'CSV');
  expect(name).toMatch(/^acme-audit-log-\d{4}-\d\d-\d\d\.csv$/);
  const rows = rowsOf(text.replace(/^\uFEFF/, ''));
  expect(rows.length).toBeGreaterThan(0);
  expect(new Set(rows.map(({ action }) => action))).toEqual(new Set(['personal_access_token.request_denied']));

  await page.goto(AUDIT_LOG);
  await expect(entries.first()).toContainText('org.audit_log_export');
  await expect.poll(async () => (await downloadRows<Entry>(page)).findLast((one) => one.hash)?.sealNumber).toBe(1);
  const all = (await downloadRows<Entry>(page)).filter(({ hash }) => hash !== null);
  const chain = all.toSorted((one, other) => one.sealNumber! - other.sealNumber!);
  expect(chain.map(({ sealNumber }) => sealNumber)).toEqual(chain.map((_, index) => index + 1));
  expect(chain.map(({ previousHash }) => previousHash)).toEqual([null, ...chain.slice(0, -1).map(({ hash }) => hash)]);
});

const verify = ({ dataDir }: Server) => run(process.execPath, [COMMAND, 'audit', 'verify'], { DATA_DIR: dataDir });

/** Changes what is in the database as only who may do anything there can. */
async function tamper(database: Database, sql: string): Promise<unknown> {
  await database.query('ALTER TABLE audit_entries DISABLE TRIGGER USER');
  const found: unknown = await database.query(sql);
  await database.query('ALTER TABLE audit_entries ENABLE TRIGGER USER');
  return found;
}

test('AU-3: the command finds the chains whole beside the running server, and names the first entry that was changed', async ({
  server,
}) => {
  await expect
    .poll(() => verify(server))
    .toEqual({
      code: 0,
      stdout: expect.stringMatching(
        /^The audit log is whole: \d+ sealed entries in \d+ logs, none that is not sealed\.\n$/,
      ),
      stderr: '',
    });

  const { url } = await startEmbeddedPostgres({ dataDir: server.dataDir });
  const database = await connect({ url, entities: [], migrations: [] });
  try {
    const entry = "organization_id = (SELECT id FROM organizations WHERE login = 'acme') AND seal_number IN (5, 8)";
    await expect(database.query(`UPDATE audit_entries SET actor_login = 'nobody' WHERE ${entry}`)).rejects.toThrow();
    await tamper(database, `UPDATE audit_entries SET actor_login = actor_login || '?' WHERE ${entry}`);
    const broken = await verify(server);
    expect(broken.code).toBe(1);
    expect(broken.stdout.split('\n')).toEqual([
      expect.stringMatching(/^BROKEN: in the log of .*, number 5 \(entry \d+\) is not what was sealed\.$/),
      expect.stringMatching(/^The audit log is not whole: /),
      '',
    ]);
    await tamper(database, `UPDATE audit_entries SET actor_login = rtrim(actor_login, '?') WHERE ${entry}`);
    expect(await verify(server)).toMatchObject({ code: 0 });
  } finally {
    await database.destroy();
  }
});
