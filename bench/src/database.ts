import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../packages/server/src/platform/database/embedded-postgres.ts';
import { runCountersign } from './processes.ts';

/** One of the databases that are made once and kept between runs, as making them takes minutes. */
export type Loaded = { url: string; secrets: Map<number, string> };

export type Postgres = {
  pid: number;
  log: string;
  /** A database with load data of that size; it is made where it is missing. */
  loaded(name: string, size: { tokens: number; requests: number }): Promise<Loaded>;
  /** A copy of a database that nobody is connected to; replaced when it is there. */
  copyOf(name: string, as: string): Promise<string>;
  drop(name: string): Promise<void>;
  stop(): Promise<void>;
};

const SECRETS = 400_000;

/** What of the machine's memory Postgres keeps pages in, as an operator would have it: its own 128 MB are less than a tenth of the tables. */
const MEMORY = '1GB';

async function startWithMemory(dataDir: string): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir });
  const [setting] = await query<{ shared_buffers: string }>(postgres.url, 'SHOW shared_buffers');
  if (setting!.shared_buffers === MEMORY) return postgres;
  await query(postgres.url, `ALTER SYSTEM SET shared_buffers = '${MEMORY}'`);
  await postgres.stop();
  return startEmbeddedPostgres({ dataDir });
}

/** The product's own embedded Postgres, in a folder that stays. */
export async function startPostgres(dataDir: string): Promise<Postgres> {
  const postgres = await startWithMemory(dataDir);
  const home = join(dataDir, 'postgres');
  const [pid] = (await readFile(join(home, 'data', 'postmaster.pid'), 'utf8')).split('\n');
  const urlOf = (name: string) => Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href;
  const administer = (...statements: string[]) =>
    withClient(urlOf('postgres'), async (client) => {
      for (const statement of statements) await client.query(statement);
    });
  const drop = (name: string) => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);

  return {
    pid: Number(pid),
    log: join(home, 'server.log'),
    drop,
    async loaded(name, { tokens, requests }) {
      const folder = join(dataDir, name);
      await mkdir(folder, { recursive: true });
      const [done, secrets] = [join(folder, 'done'), join(folder, 'secrets')];
      const env = { DATABASE_URL: urlOf(name), ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'), DATA_DIR: folder };
      const fingerprint = `${tokens} ${requests}`;
      if ((await readFile(done, 'utf8').catch(() => '')) !== fingerprint) {
        await drop(name);
        await administer(`CREATE DATABASE ${name}`);
        const size = ['--tokens', String(tokens), '--requests', String(requests)];
        await runCountersign(['seed', 'load', ...size, '--secrets', secrets, '--secrets-count', String(SECRETS)], env);
        await writeFile(done, fingerprint);
      }
      // One that was kept may be of an older version.
      await runCountersign(['migrate'], env);
      await sweep(urlOf(name));
      const lines = (await readFile(secrets, 'utf8')).trimEnd().split('\n');
      const pairs = lines.map((each) => each.split('\t') as [string, string]);
      return { url: urlOf(name), secrets: new Map(pairs.map(([id, secret]) => [Number(id), secret])) };
    },
    async copyOf(name, as) {
      await drop(as);
      await administer(`CREATE DATABASE ${as} TEMPLATE ${name} STRATEGY file_copy`);
      return urlOf(as);
    },
    stop: () => postgres.stop(),
  };
}

/** What Postgres does by itself within minutes to a table that a migration has filled, or a load has written all over. */
const sweep = (url: string): Promise<void> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'r' AND relpages > 100 AND relallvisible < relpages * 0.9`,
    );
    for (const { name } of rows) await client.query(`VACUUM (ANALYZE) ${name}`);
  });

/** A connection for as long as the work takes. */
export async function withClient<Done>(url: string, work: (client: Client) => Promise<Done>): Promise<Done> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export const query = <Row extends object>(url: string, text: string, values: unknown[] = []): Promise<Row[]> =>
  withClient(url, async (client) => (await client.query<Row>(text, values)).rows);
