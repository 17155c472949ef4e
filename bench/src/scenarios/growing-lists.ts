import { readFile, stat } from 'node:fs/promises';
import { query, withClient } from '../database.ts';
import type { HttpRequest } from '../load.ts';
import { type Side, startCountersign } from '../processes.ts';
import { figures } from '../rounds.ts';
import { markdown, number } from '../table.ts';
import type { Organization } from './organizations.ts';
import { planOf, type Plan } from './plans.ts';
import { bodyOf, PAGE, PERMISSION } from './queue.ts';
import { type Ground, houseOf } from './scenario.ts';
import { graphqlHeaders, openSession } from './session.ts';

const ROUNDS = 15;
const FIELDS = ['CREATED_AT', 'LAST_USED_AT', 'EXPIRES_AT'];
const ORDERS = FIELDS.flatMap((field) => ['DESC', 'ASC'].map((direction) => ({ field, direction })));

/** One list in a small and in a big organization: what answering takes, in ms, and what Postgres does for it. */
export type Compared = {
  filter: string;
  order: string;
  shown: number;
  times: [number, number];
  ratio: number;
  plans: [Plan, Plan];
};
type Pair<One> = readonly [One, One];
/** Both show as many requests: a page that is full costs more to tell than one of three, wherever it is from. */
type List = { filter: string; order: string; shown: number; requests: Pair<HttpRequest> };

/** Every filter in every order, in both organizations by turns; then once more with each plan told by Postgres itself. */
export async function compareLists(ground: Ground, side: Side, [small, big]: Pair<Organization>): Promise<Compared[]> {
  const [inSmall, inBig] = [await listsOf(ground, small), await listsOf(ground, big)];
  const lists: List[] = [];
  for (const [index, { filter, order, askFor }] of inSmall.entries()) {
    const shown = Math.max(1, shownIn(await bodyOf(side, askFor(PAGE))));
    lists.push({ filter, order, shown, requests: [askFor(shown), inBig[index]!.askFor(shown)] });
  }
  const timed: { times: [number, number]; ratio: number }[] = [];
  for (const { requests } of lists) timed.push(await timesOf(side, requests));
  const plans = await plansOf(ground, lists);
  return lists.map(({ filter, order, shown }, index) => ({
    ...{ filter, order, shown },
    ...timed[index]!,
    plans: plans[index]!,
  }));
}

type Answer = { data: { organization: { tokenRequests: { nodes: unknown[] } } } };
const shownIn = (body: string): number => (JSON.parse(body) as Answer).data.organization.tokenRequests.nodes.length;

export const listsTable = (lists: readonly Compared[]): string =>
  markdown(
    [
      'filter',
      'order',
      'shown',
      'answer, ms',
      '×',
      'statements',
      'pages read',
      'indexes of the list and its count',
      'whole tables read',
    ],
    lists.map(({ filter, order, shown, times, ratio, plans: [small, big] }) => [
      filter,
      order,
      String(shown),
      times.map(number).join(' → '),
      number(ratio),
      small.statements === big.statements ? String(big.statements) : `${small.statements} → ${big.statements}`,
      `${number(small.pages)} → ${number(big.pages)}`,
      big.indexes.join(', '),
      big.wholeTables.join(', ') || '–',
    ]),
  );

const DAY = 24 * 60 * 60 * 1000;

/** Every filter there is, each by itself: what many match, and what few do. */
function filtersFor({ people, repository, person }: Names): Record<string, object> {
  return {
    none: {},
    owners: { owners: people },
    repositories: { repositories: [repository] },
    permissions: { permissions: [{ key: PERMISSION, level: 'WRITE' }] },
    'permissions (few)': { permissions: [{ key: 'administration', level: 'READ' }] },
    text: { text: 'nightly' },
    'text (few)': { text: person },
    lastUsedAfter: { lastUsedAfter: new Date(Date.now() - 30 * DAY) },
    lastUsedBefore: { lastUsedBefore: new Date(Date.now() - 30 * DAY) },
    'status: APPROVED': { status: ['APPROVED'] },
    'status: all': { status: ['PENDING', 'APPROVED', 'DENIED', 'CANCELLED'] },
  };
}

/** The fields of the queue's page. */
const LIST = `query List($organization: String!, $filter: TokenRequestFilter, $orderBy: TokenRequestOrder, $first: Int!) {
  organization(login: $organization) { tokenRequests(filter: $filter, orderBy: $orderBy, first: $first) {
    totalCount pageInfo { hasNextPage }
    nodes { databaseId status reason repositorySelection createdAt requester { login name } token { name expiresAt lastUsedAt }
      permissions { repository { key level } organization { key level } }
      repositories(first: 50) { nodes { name visibility } } } } } }`;

async function listsOf({ loaded: { url } }: Ground, organization: Organization) {
  const headers = graphqlHeaders(await openSession(url, organization.ownerId));
  const filters = Object.entries(filtersFor(await namesIn(url, organization)));
  return filters.flatMap(([filter, values]) =>
    ORDERS.map((orderBy) => {
      const askFor = (first: number): HttpRequest => {
        const variables = { organization: organization.login, filter: values, orderBy, first };
        return {
          method: 'POST',
          path: '/api/graphql',
          headers,
          body: JSON.stringify({ query: LIST, variables }),
        };
      };
      return { filter, order: `${orderBy.field} ${orderBy.direction}`, askFor };
    }),
  );
}

type Names = { people: string[]; person: string; repository: string };

async function namesIn(url: string, { id }: Organization): Promise<Names> {
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
  return { people: people.map(({ login }) => login), person: people[0]!.login, repository: repository!.name };
}

async function timesOf(side: Side, requests: List['requests']) {
  const times: [number[], number[]] = [[], []];
  // Twice before it counts, so that what is read is there and statements are prepared.
  for (let round = -2; round < ROUNDS; round++)
    for (const which of round % 2 ? ([0, 1] as const) : ([1, 0] as const)) {
      const began = performance.now();
      await bodyOf(side, requests[which]);
      if (round >= 0) times[which].push(performance.now() - began);
    }
  const [small, big] = times.map((each) => figures(each).median) as [number, number];
  const ratios = times[1].map((time, round) => time / times[0][round]!);
  return { times: [small, big] as [number, number], ratio: figures(ratios).median };
}

const plansOf = (ground: Ground, lists: readonly List[]): Promise<[Plan, Plan][]> =>
  explained(ground, async (side, read) => {
    const planFor = async (request: HttpRequest) => {
      const told: Plan[] = [];
      for (let turn = 0; turn < 3; turn++) {
        await read();
        await bodyOf(side, request);
        told.push(planOf(await read()));
      }
      // The first reads what was not there yet, and beside another the clock's own jobs may have asked.
      return told.slice(1).toSorted((one, other) => one.statements - other.statements)[0]!;
    };
    const plans: [Plan, Plan][] = [];
    for (const { requests } of lists) plans.push([await planFor(requests[0]), await planFor(requests[1])]);
    return plans;
  });

const SETTINGS = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
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
