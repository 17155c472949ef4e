import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PageOf } from '../../platform/database/keyset.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { findTokenRequests } from './token-request-list.store.ts';
import { TOKEN_REQUEST_STATUSES, type TokenRequest, type TokenRequestStatus } from './token-request.entity.ts';
import type { TokenRequestFilter, TokenRequestOrder } from './token-request.store.ts';

// Some narrow ways through a list are taken only where more than 4,000 match.
const REQUESTS = 4_600;
const NAMES = ['rare', 'seldom'];
const LEVELS = ['read', 'write', 'admin'];

type Known = {
  id: number;
  tokenId: number;
  status: TokenRequestStatus;
  login: string;
  selection: string;
  text: string;
  createdAt: Date;
  decidedAt: Date | null;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  decidedBy: string | null;
  repositories: string[];
  permissions: { key: string; level: string }[];
};

let app: TestApp;
let acme: Organization;
let known: Known[];
beforeAll(async () => {
  app = await TestApp.open();
  const { owner, member, organization } = await app.aTeam();
  acme = organization;
  const people = await Promise.all(NAMES.map((login) => app.aPerson(login)));
  const repositories = [];
  // oxlint-disable-next-line no-await-in-loop -- few
  for (let made = 0; made < 3; made++) repositories.push(await app.aRepository(owner, acme.login, 'PRIVATE'));
  await app.manyRequests((await app.aTeam()).organization, member, 200);
  await app.manyRequests(acme, member, REQUESTS);
  const sql = (statement: string, ...values: unknown[]) => app.database.query(statement, values);
  // Each moment is that of many; some come never.
  await sql(
    `UPDATE tokens SET last_used_at = CASE id % 3 WHEN 0 THEN NULL ELSE timestamptz '2026-03-01' + id * 7 % 23 * interval '1 hour' END,
            expires_at = CASE id % 5 WHEN 0 THEN NULL ELSE timestamptz '2036-01-01' + id * 11 % 17 * interval '1 day' END`,
  );
  await sql(
    `UPDATE token_requests SET created_at = timestamptz '2026-02-01' + id * 13 % 29 * interval '1 hour',
            requester_id = CASE WHEN id % 97 = 1 THEN $1 WHEN id % 31 = 2 THEN $2 ELSE requester_id END,
            status = CASE WHEN id % 41 = 0 THEN 'DENIED' WHEN id % 43 = 1 THEN 'CANCELLED' WHEN id % 47 = 2 THEN 'APPROVED' ELSE 'PENDING' END,
            decided_at = CASE WHEN id % 41 = 0 OR id % 43 = 1 OR id % 47 = 2 THEN timestamptz '2026-04-01' + id * 3 % 7 * interval '1 hour' END,
            decided_by_user_id = CASE WHEN id % 41 = 0 OR id % 43 = 1 OR id % 47 = 2 THEN CASE id % 2 WHEN 0 THEN $1::bigint ELSE $2 END END,
            repository_selection = CASE WHEN id % 8 < 6 THEN 'ALL' WHEN id % 8 = 6 THEN 'NONE' ELSE 'SUBSET' END,
            search_text = CASE id % 3 WHEN 0 THEN 'nightly build' WHEN 1 THEN 'deploy 100%_\\' ELSE '한국어 빌드' END || CASE WHEN id % 501 = 0 THEN ' unicorn' ELSE '' END`,
    people[0]!.id,
    people[1]!.id,
  );
  await sql(
    `UPDATE repositories SET name = 'Repository-' || place FROM unnest($1::bigint[]) WITH ORDINALITY AS made(id, place) WHERE repositories.id = made.id`,
    repositories.map(({ id }) => id),
  );
  await sql(
    `INSERT INTO token_request_repositories (request_id, repository_id, is_added, organization_id, status, created_at)
     SELECT request.id, chosen.id, true, organization_id, status, request.created_at FROM token_requests request
       JOIN unnest($1::bigint[]) WITH ORDINALITY AS chosen(id, place) ON request.id % 16 = 7 OR request.id % 5 = chosen.place
      WHERE repository_selection = 'SUBSET'`,
    repositories.map(({ id }) => id),
  );
  await sql(
    `INSERT INTO token_request_permissions (request_id, organization_id, status, created_at, key, level)
     SELECT id, organization_id, status, created_at, 'issues', (ARRAY['read', 'write', 'admin'])[1 + id % 3] FROM token_requests WHERE id % 6 < 2
     UNION ALL SELECT id, organization_id, status, created_at, 'actions', 'write' FROM token_requests WHERE id % 50 = 3`,
  );
  await sql(
    `UPDATE token_request_permissions asked SET status = request.status, created_at = request.created_at FROM token_requests request WHERE request.id = asked.request_id`,
  );
  // As Postgres does by itself soon after so much was written.
  await sql('ANALYZE');
  known = await sql(
    `SELECT request.id, request.token_id AS "tokenId", request.status, person.login, request.repository_selection AS selection, request.search_text AS text,
            request.created_at AS "createdAt", request.decided_at AS "decidedAt", token.last_used_at AS "lastUsedAt", token.expires_at AS "expiresAt", decider.login AS "decidedBy",
            ARRAY(SELECT lower(name) FROM token_request_repositories chosen JOIN repositories repository ON repository.id = chosen.repository_id
                   WHERE chosen.request_id = request.id) AS repositories,
            (SELECT json_agg(json_build_object('key', key, 'level', level)) FROM token_request_permissions WHERE request_id = request.id) AS permissions
       FROM token_requests request JOIN tokens token ON token.id = request.token_id JOIN users person ON person.id = request.requester_id
       LEFT JOIN users decider ON decider.id = request.decided_by_user_id WHERE request.organization_id = $1`,
    acme.id,
  );
});
afterAll(() => app.close());

const isLater = (moment: Date | null, than: Date | null | undefined) => !than || (moment !== null && moment > than);
const isEarlier = (moment: Date | null, than: Date | null | undefined) => !than || (moment !== null && moment < than);

/** The rule as one would say it, of one request. (RQ-3) */
function fits(request: Known, filter: TokenRequestFilter): boolean {
  const { owners, repositories, permissions, decidedBy, tokenIds, text } = filter;
  const lower = (words: readonly string[]) => words.map((word) => word.toLowerCase());
  const hasPermission = (key: string, level: string) =>
    request.permissions.some((held) => held.key === key && LEVELS.indexOf(held.level) >= LEVELS.indexOf(level));
  return (
    (filter.status?.length ? filter.status : ['PENDING']).includes(request.status) &&
    (!owners?.length || lower(owners).includes(request.login)) &&
    (!tokenIds?.length || tokenIds.includes(request.tokenId)) &&
    (!decidedBy?.length || (request.decidedBy !== null && lower(decidedBy).includes(request.decidedBy))) &&
    (!text?.trim() || request.text.includes(text.trim().normalize('NFC').toLowerCase())) &&
    (!permissions?.length || permissions.some(({ key, level }) => hasPermission(key, level))) &&
    (!repositories?.length ||
      request.selection === 'ALL' ||
      request.repositories.some((name) => lower(repositories).includes(name))) &&
    isLater(request.lastUsedAt, filter.lastUsedAfter) &&
    isEarlier(request.lastUsedAt, filter.lastUsedBefore) &&
    isLater(request.decidedAt, filter.decidedAfter) &&
    isEarlier(request.decidedAt, filter.decidedBefore)
  );
}

const KEYS = {
  CREATED_AT: 'createdAt',
  DECIDED_AT: 'decidedAt',
  LAST_USED_AT: 'lastUsedAt',
  EXPIRES_AT: 'expiresAt',
} as const;

/** The whole list, by ids: what has no moment comes last when ascending, ties go by id. */
function listOf(filter: TokenRequestFilter, { field, direction }: TokenRequestOrder): number[] {
  const keyOf = (request: Known) => request[KEYS[field]]?.getTime() ?? Infinity;
  const ascending = known
    .filter((request) => fits(request, filter))
    .toSorted((a, b) => (keyOf(a) === keyOf(b) ? a.id - b.id : keyOf(a) < keyOf(b) ? -1 : 1));
  return (direction === 'ASC' ? ascending : ascending.toReversed()).map(({ id }) => id);
}

const some = <Value>(...values: Value[]) => fc.array(fc.constantFrom(...values), { maxLength: 3 });
const moments = (month: string, hours: number) =>
  fc.option(fc.integer({ min: -1, max: hours }).map((hour) => new Date(Date.parse(month) + hour * 3_600_000)));
const PARTS = {
  owners: some('RARE', 'seldom', 'nobody', 'rare'),
  repositories: fc.constantFrom<string[]>(['repository-1'], ['nowhere'], ['Repository-2', 'repository-3']),
  permissions: fc.array(
    fc.record({
      key: fc.constantFrom('contents', 'issues', 'actions', 'nothing'),
      level: fc.constantFrom('read' as const, 'write' as const, 'admin' as const),
    }),
    { maxLength: 3 },
  ),
  text: fc.constantFrom(
    'nightly',
    ' UNICORN ',
    'u',
    '%',
    '\\',
    '한국어',
    '한국어'.normalize('NFD'),
    'y b',
    'nothing has this',
    '',
  ),
  lastUsedAfter: moments('2026-03-01T00:00:00Z', 24),
  lastUsedBefore: moments('2026-03-01T00:00:00Z', 24),
  decidedBy: some('Rare', 'seldom'),
  decidedAfter: moments('2026-04-01T00:00:00Z', 8),
  decidedBefore: moments('2026-04-01T00:00:00Z', 8),
  tokenIds: fc.uniqueArray(fc.integer({ min: 1, max: REQUESTS }), { maxLength: 40 }),
};
/** One part most of the time, as each has a way of its own; sometimes several, and sometimes none. */
const aFilter: fc.Arbitrary<TokenRequestFilter> = fc
  .record({
    parts: fc.subarray(Object.keys(PARTS) as (keyof typeof PARTS)[], { maxLength: 2 }),
    values: fc.record(PARTS),
    status: fc.option(fc.subarray([...TOKEN_REQUEST_STATUSES])),
  })
  .map(({ parts, values, status }) => ({ status, ...Object.fromEntries(parts.map((part) => [part, values[part]])) }));

test('RQ-3: whatever the filter, the order and the size of pages, a walk there and back again shows what a plain look at all requests says', async () => {
  const anOrder = fc.record({
    field: fc.constantFrom(...(Object.keys(KEYS) as (keyof typeof KEYS)[])),
    direction: fc.constantFrom('ASC' as const, 'DESC' as const),
  });
  const sizes = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      aFilter,
      anOrder,
      sizes,
      fc.boolean(),
      fc.boolean(),
      async (filter, order, steps, fromBack, isCounted) => {
        const all = listOf(filter, order);
        // The page that was read last, and where it begins and ends in the list.
        let [from, to] = fromBack ? [all.length, all.length] : [0, 0];
        const turn = async (last: PageOf<TokenRequest> | null, size: number, backwards: boolean) => {
          const cursor = last && last.cursorOf(last.rows.at(backwards ? 0 : -1)!);
          const asked = backwards ? { last: size, before: cursor } : { first: size, after: cursor };
          const page = await findTokenRequests(app.database.manager, acme.id, filter, order, asked, { isCounted });
          [from, to] = backwards ? [Math.max(0, from - size), from] : [to, Math.min(all.length, to + size)];
          expect(page.rows.map(({ id }) => id)).toEqual(all.slice(from, to));
          expect(backwards ? page.hasPreviousPage : page.hasNextPage).toBe(backwards ? from > 0 : to < all.length);
          return page;
        };
        let page: PageOf<TokenRequest> | null = null;
        for (const size of steps)
          // oxlint-disable-next-line no-await-in-loop -- one page after the other
          if (page === null || page.rows.length > 0) page = await turn(page, size, fromBack);
        if (page?.rows.length) await turn(page, steps[0]!, !fromBack);
        expect(await page!.count()).toEqual({ totalCount: all.length, exact: true });
      },
    ),
    { numRuns: 120 },
  );
}, 120_000);
