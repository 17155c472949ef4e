import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database, Tx } from '../platform/database/database.ts';
import type { LoadTable } from './row.ts';

// Plain SQL: COPY, and what stands around the tables that it fills.

/** Whether anybody is in the database; held back until this transaction ends is whoever would be. */
export async function isInhabited(tx: Tx): Promise<boolean> {
  await tx.query('LOCK TABLE logins IN EXCLUSIVE MODE');
  const rows: unknown[] = await tx.query('SELECT FROM logins LIMIT 1');
  return rows.length > 0;
}

/** Room to sort in, for the indexes that are made at the end. */
export const makeRoom = (tx: Tx): Promise<unknown> =>
  tx.query(`SELECT set_config('maintenance_work_mem', '512MB', true), set_config('synchronous_commit', 'off', true)`);

type Aside = { kind: 'KEY' | 'FOREIGN_KEY' | 'INDEX'; name: string; table: string; definition: string };

/**
 * Takes away the indexes and constraints that are cheaper made for all rows at once; returns how to put them back. What other tables refer to stays,
 * and so do checks. Within the caller's transaction, so that nobody ever sees the tables without.
 */
export async function setAside(tx: Tx, tables: readonly string[]): Promise<() => Promise<void>> {
  const asides: Aside[] = await tx.query(
    `SELECT CASE contype WHEN 'f' THEN 'FOREIGN_KEY' ELSE 'KEY' END AS kind, quote_ident(conname) AS name,
            conrelid::regclass::text AS table, pg_get_constraintdef(oid) AS definition
       FROM pg_constraint own WHERE conrelid = ANY($1::regclass[]) AND contype IN ('p', 'u', 'f')
        AND (contype = 'f' OR NOT EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND conindid = own.conindid AND confrelid <> ALL($1::regclass[])))
        AND (contype <> 'p' OR NOT EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND conindid = own.conindid))
     UNION ALL
     SELECT 'INDEX', indexrelid::regclass::text, indrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
      WHERE indrelid = ANY($1::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))`,
    [tables],
  );
  const of = (kind: Aside['kind']) => asides.filter((aside) => aside.kind === kind);
  const [foreignKeys, keys, indexes] = [of('FOREIGN_KEY'), of('KEY'), of('INDEX')];
  const drop = ({ table, name }: Aside) => `ALTER TABLE ${table} DROP CONSTRAINT ${name}`;
  const add = ({ table, name, definition }: Aside) => `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`;
  // A foreign key may lean on a unique key: it goes first and comes last.
  await inOrder(tx, [...[...foreignKeys, ...keys].map(drop), ...indexes.map(({ name }) => `DROP INDEX ${name}`)]);
  return () => inOrder(tx, [...indexes.map(({ definition }) => definition), ...keys.map(add), ...foreignKeys.map(add)]);
}

async function inOrder(tx: Tx, statements: readonly string[]): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- one connection, one statement at a time
  for (const statement of statements) await tx.query(statement);
}

const CHUNK = 256 * 1024;

/** Fills a table, in the caller's transaction; resolves with how many rows. */
export async function copyInto(tx: Tx, { name, columns, lines }: LoadTable): Promise<number> {
  const client = (await tx.queryRunner!.connect()) as PoolClient;
  const copy = client.query(copyFrom(`COPY ${name} (${columns.join(', ')}) FROM STDIN`));
  await pipeline(Readable.from(inChunks(lines())), copy);
  return copy.rowCount ?? 0;
}

function* inChunks(lines: Iterable<string>): Generator<Buffer> {
  let chunk = '';
  for (const text of lines) {
    chunk += text;
    if (chunk.length < CHUNK) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  yield Buffer.from(chunk);
}

/** New rows go on after the ids that were copied in. */
export async function moveSequences(tx: Tx, tables: readonly string[]): Promise<void> {
  const sequences: { table: string; sequence: string }[] = await tx.query(
    `SELECT name AS table, pg_get_serial_sequence(name, 'id') AS sequence FROM unnest($1::text[]) AS name
      WHERE EXISTS (SELECT FROM pg_attribute WHERE attrelid = name::regclass AND attname = 'id' AND attidentity <> '')`,
    [tables],
  );
  await inOrder(
    tx,
    sequences.map(
      ({ table, sequence }) => `SELECT setval('${sequence}', coalesce(max(id), 0) + 1, false) FROM ${table}`,
    ),
  );
}

/** Tells the planner what is there. Not within a transaction. */
export const analyze = (database: Database, tables: readonly string[]): Promise<unknown> =>
  database.query(`VACUUM (ANALYZE) ${tables.join(', ')}`);
