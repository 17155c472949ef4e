import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Organization } from '../features/organizations/organization.entity.ts';
import { deleteToken } from '../features/tokens/delete-token.ts';
import type { User } from '../features/users/user.entity.ts';
import { anApp, anAppOn } from '../testing/an-app.ts';
import { anAppUserToken } from '../testing/app-user.ts';
import { ResourceServer } from '../testing/resource-server.ts';
import { TestApp, type TokenWish } from '../testing/test-app.ts';

// Each kind and state of token, under each policy of organization and enterprise, at a public and a private repository, through each door:
// what that answers stands in access-matrix.md, to be read by people. The doors must agree in every cell.

type Columns = Record<string, string | number | null>;

/** What an organization says, by the name of its table. */
const ORGANIZATIONS: Record<string, Columns> = {
  'allows both kinds': {},
  'restricts both kinds': { fine_grained_access: 'RESTRICTED', classic_access: 'RESTRICTED' },
  'lets both live 10 days': { fine_grained_max_days: 10, classic_max_days: 10 },
  'has not opted in': { opted_in_at: null },
};
const OPEN: Columns = {
  opted_in_at: '2026-01-01T00:00:00Z',
  fine_grained_access: 'ALLOWED',
  classic_access: 'ALLOWED',
  fine_grained_max_days: null,
  classic_max_days: null,
};

/** What its enterprise says, by the name of the column. */
const ENTERPRISES: Record<string, Columns | null> = {
  none: null,
  'no policy': {},
  enabled: { fine_grained_access: 'ENABLED', classic_access: 'ENABLED' },
  disabled: { fine_grained_access: 'DISABLED', classic_access: 'DISABLED' },
  '20 days': { fine_grained_max_days: 20, classic_max_days: 20 },
  '20 days, user exempt': { fine_grained_max_days: 20, classic_max_days: 20, exempt_administrators: 'true' },
  'opted in': { opted_in_at: '2026-01-01T00:00:00Z' },
};
const NO_POLICY: Columns = {
  opted_in_at: null,
  fine_grained_access: 'NO_POLICY',
  classic_access: 'NO_POLICY',
  fine_grained_max_days: null,
  classic_max_days: null,
  exempt_administrators: 'false',
};

let app: TestApp;
let organization: Organization;
let member: User;
let enterpriseId: number;
let resourceServer: ResourceServer;
/** Secrets by what their tokens are. */
const tokens = new Map<string, string>();
type Place = { visibility: string; name: string };
const repositories: Place[] = [];

const write = (table: string, id: number, columns: Columns) => {
  const names = Object.keys(columns);
  const values = names.map((name, at) => `${name} = $${at + 2}`).join(', ');
  return app.database.query(`UPDATE ${table} SET ${values} WHERE id = $1`, [id, ...Object.values(columns)]);
};

beforeAll(async () => {
  app = await TestApp.open();
  const team = await app.aTeam();
  ({ organization, member } = team);
  const [enterprise] = await app.database.query<{ id: number }[]>(
    `INSERT INTO enterprises (slug, name, created_at) VALUES ('matrix', 'Matrix', now()) RETURNING id`,
  );
  enterpriseId = enterprise!.id;
  await write('organizations', organization.id, OPEN);
  const suspended = await app.aPerson();
  await app.join(team.owner, organization, suspended.login);
  await makeRepositories(team.owner);
  resourceServer = await ResourceServer.on(app, team.owner, organization);
  await makeFineGrained(team.owner, suspended);
  await makeClassic(suspended);
  await makeAppUsers(team.owner, suspended);
  await app.database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [suspended.id]);
}, 60_000);
afterAll(() => app.close());

async function makeRepositories(owner: User): Promise<void> {
  for (const visibility of ['PUBLIC', 'PRIVATE'] as const) {
    // oxlint-disable-next-line no-await-in-loop
    const { name } = await app.aRepository(owner, organization.login, visibility);
    repositories.push({ visibility: visibility.toLowerCase(), name });
  }
}

/** Decided one state after the other, for a decision takes all that waits. */
async function makeFineGrained(owner: User, suspended: User): Promise<void> {
  const make = async (state: string, user = member, wish: TokenWish = {}) => {
    const { token, secret } = await app.aToken(user, organization.login, { expiresInDays: 5, ...wish });
    tokens.set(`fine-grained, ${state}`, secret);
    return token.id;
  };
  await make('granted, lives 5 days');
  await make('granted, lives 15 days', member, { expiresInDays: 15 });
  await make('granted, lives 30 days', member, { expiresInDays: 30 });
  await make('granted, never expires', member, { expiresInDays: null, neverExpires: true });
  const elsewhere = await app.aRepository(owner, organization.login, 'PRIVATE');
  const subset = { repositorySelection: 'SUBSET', repositories: [{ id: elsewhere.id }] } as const;
  await make('granted, for another repository', member, subset);
  const ended = [await make('grant revoked'), await make('expired'), await make('deleted')];
  await make('user suspended', suspended);
  await app.decideAll(owner, organization, 'APPROVED');
  await make('denied');
  await app.decideAll(owner, organization, 'DENIED');
  await make('pending');

  const [revoked, expired, deleted] = ended as [number, number, number];
  const { data, errors } = await app.as(
    owner,
    `mutation ($input: RevokeTokenGrantsInput!) { revokeTokenGrants(input: $input) { revokedCount } }`,
    { input: { organization: organization.login, grantIds: [String(await grantOf(revoked))] } },
  );
  if (data?.revokeTokenGrants.revokedCount !== 1) throw new Error(JSON.stringify(errors));
  await expire(expired);
  await deleteToken(await app.sessionOf(member), deleted);
}

async function makeClassic(suspended: User): Promise<void> {
  const make = async (state: string, user = member, wish = {}) => {
    const { token, secret } = await app.aClassicToken(user, { scopes: ['repo'], expiresInDays: 5, ...wish });
    tokens.set(`classic, ${state}`, secret);
    return token.id;
  };
  await make('repo, lives 5 days');
  await make('repo, lives 15 days', member, { expiresInDays: 15 });
  await make('repo, lives 30 days', member, { expiresInDays: 30 });
  await make('repo, never expires', member, { expiresInDays: null, neverExpires: true });
  await make('public_repo', member, { scopes: ['public_repo'] });
  await make('no scope', member, { scopes: [] });
  await expire(await make('expired'));
  await deleteToken(await app.sessionOf(member), await make('deleted'));
  await make('user suspended', suspended);
}

/** An App that acts for the person: policies of tokens are not for it, installations are. */
async function makeAppUsers(owner: User, suspended: User): Promise<void> {
  const permissions = { contents: 'read', metadata: 'read' } as const;
  const make = async (state: string, { id: appId }: { id: number }, { id }: User = member) => {
    const { token, secret } = await anAppUserToken(app, id, appId);
    tokens.set(`App for a person, ${state}`, secret);
    return token.id;
  };
  const { app: installed } = await anAppOn(app, organization, { permissions });
  await make('installed', installed);
  await make('without the permission', (await anAppOn(app, organization, { permissions: { issues: 'read' } })).app);
  const elsewhere = await app.aRepository(owner, organization.login, 'PRIVATE');
  await make('for another repository', (await anAppOn(app, organization, {}, { repositoryIds: [elsewhere.id] })).app);
  const off = await anAppOn(app, organization, { permissions });
  await app.database.query('UPDATE app_installations SET suspended_at = now() WHERE id = $1', [off.installationId]);
  await make('installation suspended', off.app);
  await make('not installed', (await anApp(app, organization, { permissions })).app);
  await expire(await make('expired', installed));
  await app.database.query('UPDATE tokens SET revoked_at = now() WHERE id = $1', [await make('revoked', installed)]);
  await make('user suspended', installed, suspended);
}

const grantOf = async (tokenId: number): Promise<number> => {
  const [row] = await app.database.query<{ id: number }[]>('SELECT id FROM token_grants WHERE token_id = $1', [
    tokenId,
  ]);
  return row!.id;
};

const expire = (tokenId: number) =>
  app.database.query(
    `UPDATE tokens SET issued_at = now() - interval '2 days', expires_at = now() - interval '1 day' WHERE id = $1`,
    [tokenId],
  );

/** `ok`, `401`, `404`, or why it is refused; anything else word for word. */
function cell(status: number, words: string): string {
  if (status === 200) return 'ok';
  if (status !== 403) return String(status);
  const reasons = {
    lifetime: /^\S+ does not allow .* that live longer than \d+ days/,
    policy: /^\S+ does not allow (fine-grained personal access tokens|personal access tokens \(classic\))\./,
    pending: /waiting for approval/,
    denied: /denied the token's request/,
    'not granted': /has not granted/,
    scope: /needs the scope repo/,
    permission: /^This needs the permission (contents|metadata):read\./,
    'not there': /^The repository could not be found/,
    'other repository': /was not given this repository/,
  };
  const [reason] = Object.entries(reasons).find(([, pattern]) => pattern.test(words)) ?? [words];
  return `403 ${reason}`;
}

const DOORS: Record<string, (name: string, secret: string) => Promise<string>> = {
  async git(name, secret) {
    const address = `${app.address}/git/${organization.login}/${name}.git/info/refs?service=git-upload-pack`;
    const authorization = `Basic ${Buffer.from(`x:${secret}`).toString('base64')}`;
    const response = await fetch(address, { headers: { authorization } });
    return cell(response.status, await response.text());
  },
  async rest(name, secret) {
    const response = await fetch(`${app.address}/api/v3/repos/${organization.login}/${name}`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    const { message = '' } = (await response.json()) as { message?: string };
    return cell(response.status, message);
  },
  async graphql(name, secret) {
    const query = 'query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { name } }';
    const { status, errors } = await app.as(secret, query, { owner: organization.login, name });
    const [error] = errors ?? [];
    if (!error) return 'ok';
    const code = { FORBIDDEN: 403, NOT_FOUND: 404 }[error.extensions['code'] as string];
    return cell(code ?? status, error.message);
  },
};

/** What keeps a token from everything private in the organization. */
const NO_ACCESS = /^(401|403 (policy|lifetime|pending|denied|not granted))$/;

/** Two doors that say less: the gate no reasons, introspection nothing of a token without access; and what they may say where the others answer so. */
const QUIET_DOORS: Record<
  string,
  { ask: (name: string, secret: string) => Promise<string>; says: (answer: string, isPublic: boolean) => string[] }
> = {
  gate: {
    async ask(name, secret) {
      const query = new URLSearchParams({ owner: organization.login, repository: name, permission: 'contents:read' });
      const headers = { authorization: `Bearer ${secret}` };
      const { status } = await fetch(`${app.address}/gate?${query.toString()}`, { headers });
      return status === 204 ? 'ok' : String(status);
    },
    says: (answer) => [/^40[34]/.test(answer) ? '403' : answer],
  },
  introspection: {
    async ask(name, secret) {
      const question = { owner: organization.login, repository: name, permission: 'contents:read' };
      const { active, countersign } = await resourceServer.introspect(secret, question);
      return active ? cell(countersign.allowed ? 200 : 403, countersign.reason) : 'inactive';
    },
    says(answer, isPublic) {
      if (isPublic) return ['inactive', answer];
      if (answer === '404') return ['inactive', '403 not there'];
      return [NO_ACCESS.test(answer) ? 'inactive' : answer];
    },
  },
};

/** What all doors answer; where they do not agree, each of them. */
async function answerOf({ name, visibility }: Place, secret: string): Promise<string> {
  const asked = async (door: string, ask: (typeof DOORS)[string]) => [door, await ask(name, secret)] as const;
  const answers = await Promise.all(Object.entries(DOORS).map(([door, ask]) => asked(door, ask)));
  const quiet = await Promise.all(Object.entries(QUIET_DOORS).map(([door, { ask }]) => asked(door, ask)));
  const answer = answers[0]![1];
  const agree =
    answers.every(([, other]) => other === answer) &&
    quiet.every(([door, told]) => QUIET_DOORS[door]!.says(answer, visibility === 'public').includes(told));
  return agree ? answer : [...answers, ...quiet].map((pair) => pair.join(': ')).join(' / ');
}

async function under(policy: Columns, above: Columns | null): Promise<void> {
  await write('organizations', organization.id, { ...OPEN, ...policy, enterprise_id: above && enterpriseId });
  await write('enterprises', enterpriseId, { ...NO_POLICY, ...above });
  await app.database.query('DELETE FROM enterprise_owners');
  if (above?.['exempt_administrators'])
    await app.database.query('INSERT INTO enterprise_owners (enterprise_id, user_id) VALUES ($1, $2)', [
      enterpriseId,
      member.id,
    ]);
}

/** The table of one organization's policy and one visibility: a row for each token, a column for each enterprise. */
async function tableOf(policy: Columns, place: Place): Promise<string> {
  const columns: string[][] = [];
  for (const above of Object.values(ENTERPRISES)) {
    // oxlint-disable-next-line no-await-in-loop -- one policy holds at a time
    await under(policy, above);
    // oxlint-disable-next-line no-await-in-loop
    columns.push(await Promise.all([...tokens.values()].map((secret) => answerOf(place, secret))));
  }
  const rows = [...tokens.keys()].map((token, at) => [token, ...columns.map((column) => column[at]!)]);
  return aligned([['token', ...Object.keys(ENTERPRISES)], ...rows]);
}

/** As a table in Markdown whose columns stand below each other. */
function aligned([head, ...rows]: string[][]): string {
  const widths = head!.map((_, at) => Math.max(...[head!, ...rows].map((row) => row[at]!.length)));
  const line = (cells: string[]) => `| ${cells.map((text, at) => text.padEnd(widths[at]!)).join(' | ')} |\n`;
  return line(head!) + line(widths.map((width) => '-'.repeat(width))) + rows.map(line).join('');
}

const PREFACE = `# What a token reaches

Reading one repository of an organization whose member the token's user is, by Git, REST and GraphQL; the answer is the same at every door.
\`/gate\` lets the same through and gives no reasons; to introspection a token that has no access to the organization is not active.
A table is for one policy of the organization, a column for what its enterprise says above it.
`;

test('GT-3, GT-4, PO-1, PO-2, PO-4, PO-5, TK-8, EX-1: each token under each policy is answered as the table says, at every door alike', async () => {
  const sections: { of: string; table: string }[] = [];
  for (const place of repositories)
    for (const [said, policy] of Object.entries(ORGANIZATIONS))
      sections.push({
        of: `A ${place.visibility} repository; the organization ${said}`,
        // oxlint-disable-next-line no-await-in-loop -- one policy holds at a time
        table: await tableOf(policy, place),
      });
  // What is the same under several policies stands there once.
  const text = [...Map.groupBy(sections, ({ table }) => table)].map(
    ([table, same]) => `\n${same.map(({ of }) => `## ${of}\n`).join('\n')}\n${table}`,
  );
  await expect(PREFACE + text.join('')).toMatchFileSnapshot('access-matrix.md');
}, 120_000);
