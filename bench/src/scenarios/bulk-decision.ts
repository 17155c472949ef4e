import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Client } from 'pg';
import { withClient } from '../database.ts';
import { startCountersign } from '../processes.ts';
import { type Findings, markdown, number } from '../table.ts';
import { leaveWaiting } from './approval.ts';
import { type Organization, organizationsOf } from './organizations.ts';
import { type Ground, houseOf, mustEqual } from './scenario.ts';
import { ask, openSession } from './session.ts';

/** A little more than are waiting: the rest is withdrawn before. */
const LOAD = { tokens: 330_000, requests: 330_000 };
const REQUESTS = 100_000;
/** In seconds. */
const LONGEST = 2;
const LOOK_EVERY = 10;
const SHOWN = 5;

/** P-6: a decision by filter over 100,000 requests, which a job carries through in batches, and for how long it keeps anybody from what it decides. */
export async function bulkDecision(ground: Ground): Promise<Findings> {
  const { url: templateUrl } = await ground.postgres.loaded('bulk', LOAD);
  const [organization] = await organizationsOf(templateUrl);
  await leaveWaiting(templateUrl, organization!, REQUESTS);
  const url = await ground.postgres.copyOf('bulk', 'bulk_round');
  try {
    const { seconds, transactions } = await decide(ground, url, organization!);
    const longest = transactions[0]!.seconds;
    return {
      lines: [
        {
          id: 'P-6',
          work: `approve ${number(REQUESTS)} requests in one call`,
          against: 'how long a transaction of it holds its locks',
          measured: `${number(longest)} s at most`,
          bar: `≤ ${LONGEST} s`,
          met: longest <= LONGEST,
        },
      ],
      details: [
        markdown(
          ['requests', 'from call to the last one, s', 'requests a second', 'longest transaction, s'],
          [[number(REQUESTS), number(seconds), number(REQUESTS / seconds), number(longest)]],
        ),
        markdown(
          ['the longest transactions, s', 'after the call, s', 'mostly at', 'of its time'],
          transactions
            .slice(0, SHOWN)
            .map((one) => [
              number(one.seconds),
              number(one.began),
              `\`${one.mostlyAt}\``,
              `${number(one.share * 100)} %`,
            ]),
        ),
      ].join('\n'),
    };
  } finally {
    await ground.postgres.drop('bulk_round');
  }
}

const APPROVE = `mutation ($input: ApproveTokenRequestsInput!) { approveTokenRequests(input: $input) { totalCount bulkDecision { databaseId } } }`;

async function decide(ground: Ground, url: string, { id, login, ownerId }: Organization) {
  const dataDir = join(ground.dataDir, 'bulk');
  await mkdir(dataDir, { recursive: true });
  const side = await startCountersign({ ...houseOf(ground, url), dataDir });
  try {
    const session = await openSession(url, ownerId);
    return await withClient(url, async (client) => {
      const began = performance.now();
      const input = { organization: login, filter: {}, asOf: new Date() };
      const answer = await ask<{ approveTokenRequests: { totalCount: number } }>(side.url, session, APPROVE, { input });
      mustEqual('approveTokenRequests', answer.approveTokenRequests.totalCount, REQUESTS);
      const transactions = await transactionsOf(client);
      const seconds = (performance.now() - began) / 1000;
      mustEqual('the traces', await tracesIn(client, id), EXPECTED);
      return { seconds, transactions };
    });
  } finally {
    await side.stop();
  }
}

type Look = { transaction: string | null; seconds: number; began: number; statement: string; isDone: boolean };
type Transaction = { seconds: number; began: number; mostlyAt: string; share: number };

/** Looks on until the decision is through: what wrote meanwhile, the longest first. */
async function transactionsOf(client: Client): Promise<Transaction[]> {
  const looks: Look[] = [];
  for (;;) {
    const { rows } = await client.query<Look>(
      `SELECT pid || ' ' || xact_start AS transaction, extract(epoch FROM clock_timestamp() - xact_start)::float AS seconds,
              extract(epoch FROM xact_start - bulk.began)::float AS began,
              left(regexp_replace(query, '\\s+', ' ', 'g'), 60) || coalesce(', ' || nullif(wait_event, 'ClientRead'), '') AS statement, bulk.done AS "isDone"
         FROM (SELECT bool_and(status = 'DONE') AS done, min(created_at) AS began FROM bulk_decisions) AS bulk
         LEFT JOIN pg_stat_activity ON datname = current_database() AND application_name = 'countersign' AND backend_xid IS NOT NULL`,
    );
    looks.push(...rows.filter(({ transaction }) => transaction !== null));
    if (rows[0]!.isDone) break;
    await setTimeout(LOOK_EVERY);
  }
  return [...Map.groupBy(looks, ({ transaction }) => transaction).values()]
    .map((of): Transaction => {
      const [most] = [...Map.groupBy(of, ({ statement }) => statement)].toSorted((a, b) => b[1].length - a[1].length);
      const { seconds, began } = of.at(-1)!;
      return { seconds, began, mostlyAt: most![0], share: most![1].length / of.length };
    })
    .toSorted((a, b) => b.seconds - a.seconds);
}

const EXPECTED = { approved: REQUESTS, granted: REQUESTS, entries: 2 * REQUESTS, decided: REQUESTS, failed: 0 };

async function tracesIn(client: Client, organizationId: string): Promise<typeof EXPECTED> {
  const { rows } = await client.query<typeof EXPECTED>(
    `SELECT (SELECT count(*)::int FROM token_requests WHERE organization_id = $1 AND status = 'APPROVED' AND decided_at >= bulk.created_at) AS approved,
            (SELECT count(*)::int FROM token_grants WHERE organization_id = $1 AND granted_at >= bulk.created_at) AS granted,
            (SELECT count(*)::int FROM audit_entries WHERE organization_id = $1 AND action IN ('personal_access_token.request_approved', 'personal_access_token.access_granted')) AS entries,
            decided_count AS decided, failure_count AS failed
       FROM bulk_decisions bulk`,
    [organizationId],
  );
  return rows[0]!;
}
