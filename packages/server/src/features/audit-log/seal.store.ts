import type { Tx } from '../../platform/database/database.ts';
import type { AuditEntry } from './audit-entry.entity.ts';
import type { WrittenEntry } from './seal.ts';

// Plain SQL: thousands of entries a second are read and linked in one statement each, and no entity stands behind the chains.

// Any number that no other part of the product locks.
const SEALING = 7_203_118;

const WRITTEN = `id, organization_id AS "organizationId", enterprise_id AS "enterpriseId", user_id AS "userId", action,
  actor_user_id AS "actorUserId", actor_app_id AS "actorAppId", actor_login AS "actorLogin", credential_kind AS "credentialKind",
  credential_id AS "credentialId", subject_type AS "subjectType", subject_id AS "subjectId", subject, at, ip, request_id AS "requestId", details`;

/** Whether this transaction is the one that seals; another does when not. Nobody waits. */
export async function trySealing(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ got: boolean }[]>('SELECT pg_try_advisory_xact_lock($1) AS got', [SEALING]);
  return row!.got;
}

export async function hasUnsealed(tx: Tx): Promise<boolean> {
  const rows = await tx.query<object[]>('SELECT FROM audit_entries WHERE seal_number IS NULL LIMIT 1');
  return rows.length > 0;
}

/** Committed entries that are not linked yet. One of a lower id that commits late comes in a later batch. */
export const findUnsealed = (tx: Tx, limit: number): Promise<WrittenEntry[]> =>
  tx.query(`SELECT ${WRITTEN} FROM audit_entries WHERE seal_number IS NULL ORDER BY id LIMIT $1`, [limit]);

/** How far a log is linked: its last number and hash. */
export type ChainEnd = { log: string; sealNumber: number; hash: Buffer };

const lastNumberIn = (kind: 'organization' | 'enterprise' | 'user') =>
  `(SELECT max(seal_number) FROM audit_entries WHERE ${kind}_id = CASE split_part(log, ' ', 1) WHEN '${kind}' THEN split_part(log, ' ', 2)::bigint END)`;

/**
 * Where the next entry of each log stands. Behind whatever number is taken, and linked to what was sealed last: where somebody meddled with the chain,
 * that stays to be seen there, and the other logs do not wait for it.
 */
export const findPlaces = (
  tx: Tx,
  logs: readonly string[],
): Promise<{ log: string; sealNumber: number; previousHash: Buffer | null }[]> =>
  tx.query(
    `SELECT log, 1 + greatest(0, chain.seal_number, ${lastNumberIn('organization')}, ${lastNumberIn('enterprise')}, ${lastNumberIn('user')}) AS "sealNumber",
            chain.hash AS "previousHash"
       FROM unnest($1::text[]) AS log LEFT JOIN audit_chains chain USING (log)`,
    [logs],
  );

export type Seal = { id: number; sealNumber: number; previousHash: Buffer | null; hash: Buffer };

export async function writeSeals(tx: Tx, seals: readonly Seal[], ends: readonly ChainEnd[]): Promise<void> {
  await tx.query(
    `UPDATE audit_entries entry SET seal_number = seal.number, previous_hash = seal.previous, hash = seal.hash
       FROM unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bytea[]) AS seal(id, number, previous, hash) WHERE entry.id = seal.id`,
    [
      seals.map(({ id }) => id),
      seals.map(({ sealNumber }) => sealNumber),
      seals.map(({ previousHash }) => previousHash),
      seals.map(({ hash }) => hash),
    ],
  );
  await tx.query(
    `INSERT INTO audit_chains (log, seal_number, hash) SELECT * FROM unnest($1::text[], $2::bigint[], $3::bytea[])
     ON CONFLICT (log) DO UPDATE SET seal_number = excluded.seal_number, hash = excluded.hash`,
    [ends.map(({ log }) => log), ends.map(({ sealNumber }) => sealNumber), ends.map(({ hash }) => hash)],
  );
}

/** The column that says whose log it is; each has an index in the order of its chains. */
export type LogColumn = 'organization_id' | 'enterprise_id' | 'user_id';

export type SealedEntry = WrittenEntry & { [Column in 'sealNumber' | 'hash']: NonNullable<AuditEntry[Column]> } & Pick<
    AuditEntry,
    'previousHash'
  >;

/** The next entries of all chains of a kind, one log after the other, each in the order of its chain. */
export const findSealed = (
  tx: Tx,
  column: LogColumn,
  { logId, sealNumber }: { logId: number; sealNumber: number },
  limit: number,
): Promise<SealedEntry[]> =>
  tx.query(
    `SELECT ${WRITTEN}, seal_number AS "sealNumber", previous_hash AS "previousHash", hash FROM audit_entries
      WHERE ${column} IS NOT NULL AND seal_number IS NOT NULL AND (${column}, seal_number) > ($1, $2) ORDER BY ${column}, seal_number LIMIT $3`,
    [logId, sealNumber, limit],
  );

export const findAllChainEnds = (tx: Tx): Promise<ChainEnd[]> =>
  tx.query('SELECT log, seal_number AS "sealNumber", hash FROM audit_chains ORDER BY log');

/** How many entries wait to be linked, and since when. */
export async function countUnsealed(tx: Tx): Promise<{ count: number; since: Date | null }> {
  const [row] = await tx.query<{ count: number; since: Date | null }[]>(
    'SELECT count(*) AS count, min(at) AS since FROM audit_entries WHERE seal_number IS NULL',
  );
  return row!;
}

/** What people call a log that `logOf` names. */
export async function findNameOfLog(tx: Tx, log: string): Promise<string> {
  const [kind, id] = log.split(' ') as ['organization' | 'enterprise' | 'user', string];
  const column = kind === 'enterprise' ? 'slug' : 'login';
  const [row] = await tx.query<{ name: string }[]>(`SELECT ${column} AS name FROM ${kind}s WHERE id = $1`, [id]);
  return `${kind} ${row?.name ?? id}`;
}
