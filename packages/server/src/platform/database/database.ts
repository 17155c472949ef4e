import { runMigrations as migrateJobs } from 'graphile-worker';
import { types } from 'pg';
import { DataSource, type EntityManager, MigrationExecutor, type MigrationInterface } from 'typeorm';
import type { Log } from '../telemetry/log.ts';
import { Naming } from './columns.ts';
import { StatementLogger } from './statement-logger.ts';

/** Where statements run. Both have the same query builders; a `Tx` is one transaction. */
export type Database = DataSource;
export type Tx = EntityManager;

export type ConnectOptions = {
  url: string;
  entities: (new () => object)[];
  migrations: (new () => MigrationInterface)[];
  poolSize?: number;
  log?: Log;
  applicationName?: string;
};

// Counts and ids come as numbers, exact up to 2^53: at a million rows a second that is 285 years.
const getTypeParser: (type: number, format: 'text') => (text: string) => unknown = types.getTypeParser;
const BIGINT = 20;
const BIGINT_ARRAY = 1016;
const TIMESTAMPTZ = 1184;
const parsers = new Map<number, (text: string) => unknown>([
  [BIGINT, Number],
  [BIGINT_ARRAY, numbers],
  [TIMESTAMPTZ, moment],
]);

const twoDigits = (text: string, at: number) => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;

/** `2026-11-21 13:50:14.053+00` in a fifth of the time that the driver takes, as pages are full of moments; it reads all others. */
function moment(text: string): unknown {
  if (text.startsWith('0') || text[10] !== ' ' || !text.endsWith('+00'))
    return getTypeParser(TIMESTAMPTZ, 'text')(text);
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  // Cut off after the millisecond, as the driver does, and not before it where the fraction is a hair too small.
  const millis = Math.floor(Number(text.slice(17, -3)) * 1000 + 0.0001);
  const [month, day, hour, minute] = [twoDigits(text, 5), twoDigits(text, 8), twoDigits(text, 11), twoDigits(text, 14)];
  return new Date(Date.UTC(year, month - 1, day, hour, minute) + millis);
}

function numbers(text: string): (number | null)[] {
  const items = getTypeParser(BIGINT_ARRAY, 'text')(text) as (string | null)[];
  return items.map((item) => (item === null ? null : Number(item)));
}

// Any number that no other program on the same database is likely to lock.
const MIGRATION_LOCK = 7_203_114;

/** A machine that vanished within a transaction must not hold its locks, such as the sealer's, until TCP notices hours later. In milliseconds. */
const LONGEST_PAUSE = 60_000;

/**
 * Connects, or throws when the database does not answer within seconds. A connection that breaks later is replaced by the pool:
 * statements fail while the database is away (`isUnavailable`) and work again when it is back.
 */
export async function connect({
  url,
  entities,
  migrations,
  poolSize,
  log,
  applicationName,
}: ConnectOptions): Promise<Database> {
  const database = new DataSource({
    type: 'postgres',
    url,
    entities,
    migrations,
    synchronize: false,
    migrationsTransactionMode: 'each',
    namingStrategy: new Naming(),
    logger: new StatementLogger(log),
    poolSize: poolSize ?? 10,
    connectTimeoutMS: 5_000,
    applicationName: applicationName ?? 'countersign',
    // Once we let go ourselves, connections may end in any way.
    poolErrorHandler: (error: unknown) =>
      database.isInitialized && log?.warn({ err: error }, 'A database connection was lost'),
    extra: {
      keepAlive: true,
      idle_in_transaction_session_timeout: LONGEST_PAUSE,
      types: { getTypeParser: (type: number, format: 'text') => parsers.get(type) ?? getTypeParser(type, format) },
    },
  });
  return database.initialize();
}

/** Brings tables, and those of the job queue, to this version. Of several processes at once one does it and the others wait. */
export async function runMigrations(database: Database): Promise<void> {
  const runner = database.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const { url } = database.options as { url: string };
    await migrateJobs({ connectionString: url, maxPoolSize: 1 });
    await database.runMigrations();
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => {});
    await runner.release();
  }
}

/** The names of the migrations that this version has and the database has not, in their order. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  const [jobs] = await database.query<{ ready: boolean }[]>(
    `SELECT to_regclass('graphile_worker.migrations') IS NOT NULL AS ready`,
  );
  const pending = await new MigrationExecutor(database).getPendingMigrations();
  return [...(jobs?.ready ? [] : ['graphile_worker']), ...pending.map(({ name }) => name)];
}

/** Throws when the tables are older than this version, saying what to do. */
export async function requireMigrated(database: Database): Promise<void> {
  const pending = await pendingMigrations(database);
  if (pending.length)
    throw new Error(
      `The database is older than this version of Countersign (missing: ${pending.join(', ')}). Run: countersign migrate`,
    );
}

/** Collects the statements that this database is sent from now on, `START TRANSACTION` and `COMMIT` among them, until `stop`. */
export function countStatements(database: Database): { statements: string[]; stop(): void } {
  const { listeners } = database.logger as StatementLogger;
  const statements: string[] = [];
  const listen = (statement: string) => void statements.push(statement);
  listeners.add(listen);
  return { statements, stop: () => void listeners.delete(listen) };
}

const SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
// Connection exceptions, shutting down, starting up, too many connections.
const SQL_STATES = /^(08...|57P0[123]|53300)$/;
// What pg and its pool say without a code.
const MESSAGES =
  /^(Connection terminated|timeout e(xceeded|xpired)|Client has encountered a connection error|Cannot use a pool after)/;

/** Whether a text was refused because Postgres holds no NUL characters. */
export function isTextRefused(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, driverError } = error as { code?: string; driverError?: { code?: string } };
  return /^(22021|22P05)$/.test(String(driverError?.code ?? code));
}

/** Whether this says that the database is away for the moment, so that the same call may work later. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (code && (SYSTEM_CODES.has(code) || SQL_STATES.test(code))) return true;
  if (MESSAGES.test(error.message)) return true;
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  return isUnavailable((error as { driverError?: unknown }).driverError) || isUnavailable(error.cause);
}
