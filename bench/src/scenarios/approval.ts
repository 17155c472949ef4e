import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { query, withClient } from '../database.ts';
import { startCountersign } from '../processes.ts';
import { figures, ROUNDS } from '../rounds.ts';
import { type Findings, markdown, number, ranged } from '../table.ts';
import { APPROVE_IN_SQL } from './approve-in-sql.ts';
import { type Organization, organizationsOf } from './organizations.ts';
import { type Ground, houseOf, mustEqual } from './scenario.ts';
import { ask, openSession } from './session.ts';

/** A little more than are waiting: the rest is withdrawn before. */
export const APPROVAL_LOAD = { tokens: 32_500, requests: 32_500 };
const REQUESTS = 10_000;
const MOST = 3;

/** P-6: one call that approves 10,000 requests, against the SQL that leaves the same rows behind. Each on a fresh copy of one database. */
export async function approval(ground: Ground): Promise<Findings> {
  const { url: templateUrl } = await ground.postgres.loaded('approval', APPROVAL_LOAD);
  const [organization] = await organizationsOf(templateUrl);
  await leaveWaiting(templateUrl, organization!, REQUESTS);
  const times: Record<'ours' | 'sql', number[]> = { ours: [], sql: [] };
  for (let round = 0; round < ROUNDS; round++)
    for (const way of round % 2 ? (['sql', 'ours'] as const) : (['ours', 'sql'] as const)) {
      const url = await ground.postgres.copyOf('approval', 'approval_round');
      const approve = way === 'ours' ? approveByUs : approveBySql;
      times[way].push(await approve(ground, url, organization!));
      mustEqual(`${way}: the rows`, await rowsIn(url, organization!), EXPECTED);
      await ground.postgres.drop('approval_round');
    }
  const ratio = figures(times.ours.map((ours, round) => ours / times.sql[round]!));
  return {
    lines: [
      {
        id: 'P-6',
        work: `approve ${number(REQUESTS)} requests in one call`,
        against: 'the bare SQL that writes the same rows',
        measured: `${ranged(ratio)}×`,
        bar: `≤ ${MOST}×`,
        met: ratio.median <= MOST,
      },
    ],
    details: markdown(
      ['way', 'ms'],
      [
        ['Countersign, from request to answer', ranged(figures(times.ours))],
        ['bare SQL, one transaction', ranged(figures(times.sql))],
      ],
    ),
  };
}

/** Exactly so many, and nothing that only load data has. */
export const leaveWaiting = (url: string, { id }: Organization, requests: number): Promise<void> =>
  withClient(url, async (client) => {
    await client.query('BEGIN');
    const { rows } = await client.query<{ id: string }>(
      `UPDATE token_requests SET status = 'CANCELLED', decided_at = now()
        WHERE id IN (SELECT id FROM token_requests WHERE organization_id = $1 AND status = 'PENDING' ORDER BY id OFFSET $2) RETURNING id`,
      [id, requests],
    );
    const ids = rows.map((row) => row.id);
    for (const table of ['token_request_permissions', 'token_request_repositories'])
      await client.query(`UPDATE ${table} SET status = 'CANCELLED' WHERE request_id = ANY($1)`, [ids]);
    await client.query('COMMIT');
    const { rows: waiting } = await client.query<{ count: number }>(
      `SELECT count(*)::int FROM token_requests WHERE organization_id = $1 AND status = 'PENDING'`,
      [id],
    );
    mustEqual('The requests that wait', waiting[0]!.count, requests);
  });

const EXPECTED = {
  approved: REQUESTS,
  granted: REQUESTS,
  permissions: true,
  repositories: true,
  entries: 2 * REQUESTS,
};

/** What both ways have to leave behind. The mails' jobs are being done already. */
async function rowsIn(url: string, { id }: Organization): Promise<typeof EXPECTED> {
  const [rows] = await query<typeof EXPECTED>(
    url,
    `WITH approved AS (SELECT * FROM token_requests WHERE organization_id = $1 AND status = 'APPROVED' AND decided_at > now() - interval '5 minutes'),
          granted AS (SELECT live.id, approved.id AS request_id FROM token_grants live JOIN approved ON approved.token_id = live.token_id WHERE live.ended_at IS NULL)
     SELECT (SELECT count(*)::int FROM approved) AS approved, (SELECT count(*)::int FROM granted) AS granted,
            (SELECT count(*) FROM token_grant_permissions JOIN granted ON granted.id = grant_id)
              = (SELECT count(*) FROM token_request_permissions asked JOIN approved ON approved.id = request_id WHERE asked.status = 'APPROVED') AS permissions,
            (SELECT count(*) FROM token_grant_repositories JOIN granted ON granted.id = grant_id)
              = (SELECT count(*) FROM token_request_repositories asked JOIN approved ON approved.id = request_id WHERE asked.status = 'APPROVED') AS repositories,
            (SELECT count(*)::int FROM audit_entries WHERE organization_id = $1 AND action IN ('personal_access_token.request_approved', 'personal_access_token.access_granted')) AS entries`,
    [id],
  );
  return rows!;
}

const APPROVE = `mutation ($input: ApproveTokenRequestsInput!) { approveTokenRequests(input: $input) { approvedCount failureCount totalCount bulkDecision { databaseId } } }`;

async function approveByUs(ground: Ground, url: string, { login, ownerId }: Organization): Promise<number> {
  const dataDir = join(ground.dataDir, 'approval');
  await mkdir(dataDir, { recursive: true });
  const side = await startCountersign({ ...houseOf(ground, url), dataDir });
  try {
    const session = await openSession(url, ownerId);
    await ask(side.url, session, '{ viewer { login } }', {});
    const input = { organization: login, filter: {}, asOf: new Date() };
    const began = performance.now();
    const answer = await ask(side.url, session, APPROVE, { input });
    const took = performance.now() - began;
    const decided = { approvedCount: REQUESTS, failureCount: 0, totalCount: REQUESTS, bulkDecision: null };
    mustEqual('approveTokenRequests', answer, { approveTokenRequests: decided });
    return took;
  } finally {
    await side.stop();
  }
}

const approveBySql = (_: Ground, url: string, { id, login, ownerId }: Organization): Promise<number> =>
  withClient(url, async (client) => {
    const began = performance.now();
    await client.query('BEGIN');
    for (const { text, values } of APPROVE_IN_SQL({ id, login, ownerId })) await client.query(text, values);
    await client.query('COMMIT');
    return performance.now() - began;
  });
