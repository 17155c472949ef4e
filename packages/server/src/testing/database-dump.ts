import type { Database } from '../platform/database/database.ts';

const tablesOf = async (database: Database, schemas: string[]): Promise<string[]> => {
  const rows: { name: string }[] = await database.query(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = ANY($1) ORDER BY name`,
    [schemas],
  );
  return rows.map(({ name }) => name);
};

/** Every row of every table, the queue of jobs among them, as a thief of the database would have it. */
export async function dumpOf(database: Database): Promise<string> {
  const tables = await tablesOf(database, ['public', 'graphile_worker']);
  const parts = tables.map((name) => `SELECT to_jsonb(row)::text AS text FROM ${name} row`);
  const rows: { text: string }[] = await database.query(parts.join(' UNION ALL '));
  return rows.map(({ text }) => text).join('\n');
}

/** How many rows each table of ours has: where nothing is stored, these stay. The sealer adds its own, by itself and a little later. */
export async function rowCountsOf(database: Database): Promise<Record<string, number>> {
  const tables = (await tablesOf(database, ['public'])).filter((name) => name !== 'public.audit_chains');
  const parts = tables.map((name) => `SELECT '${name}' AS name, count(*) AS count FROM ${name}`);
  const rows: { name: string; count: number }[] = await database.query(parts.join(' UNION ALL '));
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}
