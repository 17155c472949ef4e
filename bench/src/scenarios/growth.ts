import { readFile, stat } from 'node:fs/promises';
import { query, withClient } from '../database.ts';
import { type Side, startCountersign } from '../processes.ts';
import { figures, race } from '../rounds.ts';
import { type Findings, markdown, number, ranged, resultsTable } from '../table.ts';
import { nearest, type Organization, organizationsOf } from './organizations.ts';
import { planOf, type Plan } from './plans.ts';
import { type Asked, forCountersign } from './queue-documents.ts';
import { PAGE, PERMISSION, bodyOf, requestFor } from './queue.ts';
import { type Ground, houseOf } from './scenario.ts';
import { graphqlHeaders, openSession } from './session.ts';

const CONNECTIONS = 4;
/** How much more the page may cost where there are a thousand times as many requests. */
const MOST = 1.5;

/** P-5: the queue's page where an organization has a thousand requests, and where it has a million. */
export async function growth(ground: Ground): Promise<Findings> {
  const { url } = ground.loaded;
  const organizations = await organizationsOf(url);
  const sizes = [nearest(organizations, 1_000), organizations[0]!];
  const loads = await Promise.all(
    sizes.map(async (organization) => {
      const session = await openSession(url, organization.ownerId);
      const asked = forCountersign({
        organization: organization.login,
        organizationId: organization.id,
        permission: PERMISSION,
        first: PAGE,
      });
      return { organization, headers: graphqlHeaders(session), request: requestFor(asked, graphqlHeaders(session)) };
    }),
  );
  const side = await startCountersign(houseOf(ground));
  try {
    for (const { request } of loads) await bodyOf(side, request);
    const [small, big] = await race(
      loads.map(({ organization, request }) => ({
        side: { ...side, name: `${number(organization.requests)} requests` },
        load: { connections: CONNECTIONS, requests: [request], mustContain: '"totalCount":' },
      })),
      houseOf(ground),
    );
    const ratio = figures(big!.rounds.map((round, index) => small!.rounds[index]!.throughput / round.throughput));
    const plans = await plansOf(ground, sizes);
    const growing = plans.filter(({ small: one, big: other }) => one.statements !== other.statements);
    return {
      lines: [
        {
          id: 'P-5',
          work: `P-4 in organizations with ${number(sizes[0]!.requests)} and ${number(sizes[1]!.requests)} requests`,
          against: 'itself',
          measured: `${ranged(ratio)}× the cost; the same statements for ${plans.length - growing.length} of ${plans.length} lists`,
          bar: `≤ ${MOST}×, the same statements`,
          met: ratio.median <= MOST && growing.length === 0,
        },
      ],
      details: `${resultsTable([small!, big!])}\n${plansTable(plans)}`,
    };
  } finally {
    await side.stop();
  }
}

type Compared = { filter: string; order: string; small: Plan; big: Plan };

const plansTable = (plans: readonly Compared[]): string =>
  markdown(
    ['filter', 'order', 'statements', 'in Postgres, ms', 'indexes of the page and its count', 'whole tables read'],
    plans.map(({ filter, order, small, big }) => [
      filter,
      order,
      small.statements === big.statements ? String(big.statements) : `${small.statements} → ${big.statements}`,
      `${number(small.milliseconds)} → ${number(big.milliseconds)}`,
      big.indexes.join(', '),
      big.wholeTables.join(', ') || '–',
    ]),
  );

const DAY = 24 * 60 * 60 * 1000;

/** Every filter there is, each by itself. */
function filtersFor(people: string[], repository: string): Record<string, object> {
  return {
    none: {},
    owners: { owners: people },
    repositories: { repositories: [repository] },
    permissions: { permissions: [{ key: PERMISSION, level: 'WRITE' }] },
    text: { text: 'nightly' },
    lastUsedAfter: { lastUsedAfter: new Date(Date.now() - 30 * DAY) },
    lastUsedBefore: { lastUsedBefore: new Date(Date.now() - 30 * DAY) },
    'status: APPROVED': { status: ['APPROVED'] },
    'status: all': { status: ['PENDING', 'APPROVED', 'DENIED', 'CANCELLED'] },
  };
}

/** What Postgres does for each filter in both orders, in a small and in a big organization, told by itself. */
async function plansOf(ground: Ground, sizes: Organization[]): Promise<Compared[]> {
  const { url } = ground.loaded;
  const found = await explained(ground, async (side, read) => {
    const plans: Map<string, Plan>[] = [];
    for (const organization of sizes) {
      const headers = graphqlHeaders(await openSession(url, organization.ownerId));
      const [people, repository] = await namesIn(url, organization);
      const ofThis = new Map<string, Plan>();
      for (const [filter, values] of Object.entries(filtersFor(people, repository)))
        for (const direction of ['DESC', 'ASC']) {
          const request = requestFor(listOf(organization, values, direction), headers);
          // The second time, so that what is read is there.
          await bodyOf(side, request);
          await read();
          await bodyOf(side, request);
          ofThis.set(`${filter}\t${direction}`, planOf(await read()));
        }
      plans.push(ofThis);
    }
    return plans;
  });
  const [small, big] = found;
  return [...small!].map(([key, plan]) => {
    const [filter, order] = key.split('\t') as [string, string];
    return { filter, order, small: plan, big: big!.get(key)! };
  });
}

const listOf = ({ login }: Organization, filter: object, direction: string): Asked => ({
  path: '/api/graphql',
  query: `query List($organization: String!, $filter: TokenRequestFilter, $orderBy: TokenRequestOrder) {
    organization(login: $organization) { tokenRequests(filter: $filter, orderBy: $orderBy, first: ${PAGE}) { totalCount nodes { databaseId } } } }`,
  variables: { organization: login, filter, orderBy: { field: 'CREATED_AT', direction } },
  shape: () => ({ totalCount: 0, hasNextPage: false, requests: [] }),
});

async function namesIn(url: string, { id }: Organization): Promise<[string[], string]> {
  const people = await query<{ login: string }>(
    url,
    `SELECT login FROM users WHERE id IN (SELECT user_id FROM memberships WHERE organization_id = $1 ORDER BY id OFFSET 5 LIMIT 3)`,
    [id],
  );
  const [repository] = await query<{ name: string }>(
    url,
    'SELECT name FROM repositories WHERE owner_organization_id = $1 ORDER BY id LIMIT 1',
    [id],
  );
  return [people.map(({ login }) => login), repository!.name];
}

const SETTINGS = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_format': 'json',
};

/** Runs a server whose connections write the plan of each of their statements into the log; `read` is what was written since it was read last. */
async function explained<Done>(
  ground: Ground,
  work: (side: Side, read: () => Promise<string>) => Promise<Done>,
): Promise<Done> {
  const { url } = ground.loaded;
  const set = (...statements: string[]) =>
    withClient(url, async (client) => {
      for (const statement of statements) await client.query(statement);
    });
  await set(
    ...Object.entries(SETTINGS).map(([name, value]) => `ALTER ROLE CURRENT_USER SET ${name} = '${value}'`),
    // Whose statement it is: those that the server makes by its own timers do not count.
    `ALTER SYSTEM SET log_line_prefix = '%a|'`,
    'SELECT pg_reload_conf()',
  );
  const side = await startCountersign(houseOf(ground));
  try {
    let offset = (await stat(ground.postgres.log)).size;
    const read = async () => {
      const text = (await readFile(ground.postgres.log)).subarray(offset);
      offset += text.length;
      return text.toString();
    };
    return await work(side, read);
  } finally {
    await side.stop();
    await set(
      ...Object.keys(SETTINGS).map((name) => `ALTER ROLE CURRENT_USER RESET ${name}`),
      'ALTER SYSTEM RESET log_line_prefix',
      'SELECT pg_reload_conf()',
    );
  }
}
