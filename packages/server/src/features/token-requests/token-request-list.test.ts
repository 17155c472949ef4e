import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from '../../platform/database/keyset.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { findTokenRequests } from './token-request-list.store.ts';
import type { TokenRequestFilter, TokenRequestOrder } from './token-request.store.ts';

/** More than are looked up and sorted, so that each list is walked where most match and sorted where few do. */
const REQUESTS = 4_800;

let app: TestApp;
let acme: Organization;
beforeAll(async () => {
  app = await TestApp.open();
  const { owner, member, organization } = await app.aTeam();
  acme = organization;
  const other = await app.aPerson('rare-bird');
  await app.join(owner, acme, other.login);
  const website = await app.aRepository(owner, acme.login, 'PRIVATE');
  const ids = await app.manyRequests(acme, member, REQUESTS);
  await app.manyRequests((await app.aTeam()).organization, member, 50);
  const sql = (statement: string, ...values: unknown[]) => app.database.query(statement, values);
  // Each of the moments has many the same, and some have none; every statement is one that a trigger answers.
  await sql(
    `UPDATE tokens SET last_used_at = CASE WHEN id % 4 = 0 THEN NULL ELSE timestamptz '2026-01-01' + id % 500 * interval '1 hour' END,
            expires_at = CASE WHEN id % 7 = 0 THEN NULL ELSE timestamptz '2036-01-01' + id % 300 * interval '1 hour' END WHERE organization_id = $1`,
    acme.id,
  );
  await sql(
    `UPDATE token_requests SET created_at = created_at - id % 90 * interval '1 hour', requester_id = CASE id % 400 WHEN 0 THEN $2 ELSE requester_id END,
            status = CASE id % 19 WHEN 0 THEN 'DENIED' ELSE 'PENDING' END, decided_at = CASE id % 19 WHEN 0 THEN now() END,
            repository_selection = CASE WHEN id % 10 < 9 THEN 'ALL' WHEN id % 20 = 9 THEN 'NONE' ELSE 'SUBSET' END,
            search_text = 'nightly ' || CASE id % 500 WHEN 0 THEN 'unicorn' ELSE 'pony' END WHERE id = ANY($1)`,
    ids,
    other.id,
  );
  await sql(
    `INSERT INTO token_request_repositories (request_id, repository_id, is_added, organization_id, status, created_at)
     SELECT id, $2, true, organization_id, status, created_at FROM token_requests WHERE id = ANY($1) AND repository_selection = 'SUBSET' AND id % 3 = 0`,
    ids,
    website.id,
  );
  await sql(`UPDATE repositories SET name = 'Website' WHERE id = $1`, website.id);
  await sql(
    `INSERT INTO token_request_permissions (request_id, organization_id, status, created_at, key, level)
     SELECT id, organization_id, status, created_at, 'issues', 'write' FROM token_requests WHERE id = ANY($1) AND id % 60 = 0`,
    ids,
  );
  await sql(
    `UPDATE token_request_permissions asked SET status = request.status, created_at = request.created_at
       FROM token_requests request WHERE request.id = asked.request_id`,
  );
});
afterAll(() => app.close());

const used = (moment: string) => `timestamptz '${moment}'`;
const FILTERS: [TokenRequestFilter, condition: string][] = [
  [{}, 'true'],
  [{ owners: ['RARE-bird'] }, `person.login = 'rare-bird'`],
  [{ owners: ['rare-bird', 'nobody'], status: ['PENDING', 'DENIED'] }, `person.login = 'rare-bird'`],
  [{ repositories: ['website'] }, `(request.repository_selection = 'ALL' OR website.request_id IS NOT NULL)`],
  [{ repositories: ['nowhere'] }, `request.repository_selection = 'ALL'`],
  [{ permissions: [{ key: 'contents', level: 'read' }] }, 'true'],
  [{ permissions: [{ key: 'issues', level: 'read' }] }, 'request.id % 60 = 0'],
  [
    {
      permissions: [
        { key: 'issues', level: 'read' },
        { key: 'contents', level: 'read' },
      ],
      status: ['DENIED', 'PENDING'],
    },
    'true',
  ],
  [{ lastUsedAfter: new Date('2026-01-10T00:00:00Z') }, `token.last_used_at > ${used('2026-01-10')}`],
  [{ lastUsedBefore: new Date('2026-01-02T00:00:00Z') }, `token.last_used_at < ${used('2026-01-02')}`],
  [
    {
      lastUsedAfter: new Date('2025-01-01T00:00:00Z'),
      lastUsedBefore: new Date('2026-02-01T00:00:00Z'),
      status: ['PENDING', 'DENIED'],
    },
    'token.last_used_at IS NOT NULL',
  ],
  [{ text: 'nightly' }, 'true'],
  [{ text: 'UNICORN' }, 'request.id % 500 = 0'],
  [{ text: 'unicorn', status: ['DENIED'] }, 'request.id % 500 = 0'],
  [{ text: 'unicorn', status: ['DENIED', 'PENDING'] }, 'request.id % 500 = 0'],
  [{ text: 'nightly', status: ['DENIED', 'PENDING'] }, 'true'],
  [{ text: 'u', status: ['DENIED'] }, 'request.id % 500 = 0'],
  [{ text: 'y u' }, 'request.id % 500 = 0'],
  [
    { text: 'unicorn', owners: ['rare-bird'], status: ['PENDING', 'DENIED'] },
    `request.id % 500 = 0 AND person.login = 'rare-bird'`,
  ],
  [{ text: 'unicorn', owners: ['rare-bird'] }, `request.id % 500 = 0 AND person.login = 'rare-bird'`],
];
const KEYS = {
  CREATED_AT: 'request.created_at',
  LAST_USED_AT: `coalesce(token.last_used_at, 'infinity')`,
  EXPIRES_AT: `coalesce(token.expires_at, 'infinity')`,
};
const FIELDS = Object.keys(KEYS) as (keyof typeof KEYS)[];
const CASES = FILTERS.flatMap(([filter, condition]) => FIELDS.map((field) => ({ filter, condition, field })));

test.each(CASES)(
  'RQ-3: $filter by $field, in both ways, is what a plain look at the rows says',
  async ({ filter, condition, field }) => {
    for (const direction of ['ASC', 'DESC'] as const) {
      // oxlint-disable-next-line no-await-in-loop -- two
      const rows: { id: number }[] = await app.database.query(
        `SELECT request.id FROM token_requests request JOIN tokens token ON token.id = request.token_id JOIN users person ON person.id = request.requester_id
         LEFT JOIN token_request_repositories website ON website.request_id = request.id
        WHERE request.organization_id = $1 AND request.status = ANY($2) AND ${condition}
        ORDER BY ${KEYS[field]} ${direction}, request.id ${direction}`,
        [acme.id, filter.status ?? ['PENDING']],
      );
      const all = rows.map(({ id }) => id);
      const list = (page: Page) =>
        findTokenRequests(
          app.database.manager,
          acme.id,
          filter,
          { field, direction } satisfies TokenRequestOrder,
          page,
        );
      // oxlint-disable-next-line no-await-in-loop -- one page after the other
      const first = await list({ first: 20 });
      expect(first.rows.map(({ id }) => id)).toEqual(all.slice(0, 20));
      // oxlint-disable-next-line no-await-in-loop -- one page after the other
      expect(await first.count()).toEqual({ totalCount: all.length, exact: true });
      if (!first.hasNextPage) continue;
      // oxlint-disable-next-line no-await-in-loop -- one page after the other
      const second = await list({ first: 100, after: first.cursorOf(first.rows.at(-1)!) });
      expect(second.rows.map(({ id }) => id)).toEqual(all.slice(20, 120));
      // oxlint-disable-next-line no-await-in-loop -- one page after the other
      const back = await list({ last: 10, before: second.cursorOf(second.rows[0]!) });
      expect(back.rows.map(({ id }) => id)).toEqual(all.slice(10, 20));
    }
  },
);

test.each([['unicorn'], ['nightly'], ['nothing']])(
  'RQ-3: behind the last one with the text %s nothing is shown, and all are counted',
  async (text) => {
    const list = (page: Page) =>
      findTokenRequests(app.database.manager, acme.id, { text }, { field: 'CREATED_AT', direction: 'ASC' }, page);
    const { rows, cursorOf, count } = await list({ last: 1 });
    const [all] = await app.database.query(
      `SELECT count(*) FROM token_requests WHERE organization_id = $1 AND status = 'PENDING' AND position($2 in search_text) > 0`,
      [acme.id, text],
    );
    const counted = { totalCount: all.count, exact: true };
    expect(await count()).toEqual(counted);
    if (rows.length === 0) return;
    const behind = await list({ first: 1, after: cursorOf(rows[0]!) });
    expect(behind.rows).toEqual([]);
    expect(await behind.count()).toEqual(counted);
  },
);

test.each([
  ['one statement where both are wanted', { isCounted: true }, 1],
  ['two where the count is asked for later', {}, 2],
])('a page and its count are %s, whatever the filter and the order', async (_, wanted, statements) => {
  for (const { filter, field } of CASES) {
    // oxlint-disable-next-line no-await-in-loop -- counted one after the other
    const counter = await app.countStatements();
    // oxlint-disable-next-line no-await-in-loop -- see above
    const list = await findTokenRequests(
      app.database.manager,
      acme.id,
      filter,
      { field, direction: 'DESC' },
      { first: 50 },
      wanted,
    );
    // oxlint-disable-next-line no-await-in-loop -- see above
    await list.count();
    counter.stop();
    // Where there is nothing no row tells how many there are; several filters at once are read in another way; a text is counted as it is looked for.
    const isPlain = list.rows.length > 0 && !('text' in filter && 'owners' in filter);
    expect(counter.statements).toHaveLength(isPlain ? ('text' in filter ? 1 : statements) : 2);
  }
});
