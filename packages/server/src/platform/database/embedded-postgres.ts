import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdir, mkdtemp, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setInterval as ticks, setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { type Launcher, type PostgresPrograms, launcherFor, postgresPrograms } from './postgres-launcher.ts';
import {
  end,
  firstSignOfLife,
  forgetDeadServer,
  isAlive,
  isReady,
  runningServer,
  type Server,
} from './postgres-process.ts';

const NAME = 'countersign';
const TRIES = 5;
const PAUSE = 250;

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'timezone=UTC',
  'log_timezone=UTC',
  'jit=off',
  'max_connections=200',
];
const FAST_SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
const LOCALE = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8'];

export type EmbeddedPostgresOptions = {
  /** The server lives in `dataDir/postgres`. */
  dataDir: string;
  /** Default: a free one. */
  port?: number;
  /** For tests: loses data when the machine stops. */
  fast?: boolean;
};

export type EmbeddedPostgres = { url: string; stop(): Promise<void> };

/**
 * A Postgres of our own on 127.0.0.1, from the binaries that come with the install. A server that outlived its process (kill -9) is used
 * again; beside a process that is alive (a command while the server runs) this is a guest, and `stop` leaves the server to its owner.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const home = join(resolve(options.dataDir), 'postgres');
  const programs = await postgresPrograms();
  await mkdir(resolve(options.dataDir), { recursive: true });
  if (!(await exists(home))) await initialize(home, programs, options.fast ?? false);
  return start(home, programs, options, TRIES);
}

/** Makes the whole folder aside and renames it, so that an interrupted or doubled first start leaves no half of one. */
async function initialize(home: string, programs: PostgresPrograms, fast: boolean): Promise<void> {
  const draft = await mkdtemp(`${home}.new-`);
  const launcher = await launcherFor(draft, programs);
  const password = join(draft, 'password');
  await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (launcher.owner !== null) {
    await chown(draft, launcher.owner, launcher.owner);
    await chown(password, launcher.owner, launcher.owner);
  }
  const data = join(draft, 'data');
  const flags = [
    `--username=${NAME}`,
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    ...LOCALE,
    ...(fast ? ['--no-sync'] : []),
  ];
  const initdb = launcher.spawn(programs.initdb, [`--pgdata=${data}`, ...flags], ['ignore', 'ignore', 'pipe']);
  const complaint: Buffer[] = [];
  initdb.stderr?.on('data', (chunk: Buffer) => complaint.push(chunk));
  const [code] = (await once(initdb, 'close')) as [number | null];
  if (code !== 0) {
    await rm(draft, { recursive: true, force: true });
    throw new Error(`The embedded Postgres could not be set up: ${Buffer.concat(complaint).toString().trim()}`);
  }
  await rename(draft, home).catch(async (error: NodeJS.ErrnoException) => {
    await rm(draft, { recursive: true, force: true });
    // Another process was first: its folder is as good.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
}

async function start(
  home: string,
  programs: PostgresPrograms,
  options: EmbeddedPostgresOptions,
  tries: number,
): Promise<EmbeddedPostgres> {
  const running = await runningServer(home);
  if (running)
    return (await isReady(home, running))
      ? settle(home, running, options, false)
      : start(home, programs, options, tries);

  const port = options.port ?? (await freePort());
  const launcher = await launcherFor(home, programs);
  await forgetDeadServer(home);
  const ended = await launch(home, programs, launcher, port, options.fast ?? false);
  const server = await firstSignOfLife(home, ended);
  if (server && (await isReady(home, server))) return settle(home, server, options, true);
  // It ended at once: another process took the folder or the port at the same moment, or backends of a killed server are not gone yet.
  if (tries > 1) {
    await setTimeout(PAUSE);
    return start(home, programs, options, tries - 1);
  }
  const log = await readFile(join(home, 'server.log'), 'utf8').catch(() => '');
  throw new Error(`The embedded Postgres in ${home} does not start:\n${log.split('\n').slice(-8).join('\n')}`);
}

/** Starts the server in a process group of its own: Ctrl-C is for us, who then stop it in order. Its output must not depend on our life. */
async function launch(
  home: string,
  programs: PostgresPrograms,
  launcher: Launcher,
  port: number,
  fast: boolean,
): Promise<() => boolean> {
  const settings = [`port=${port}`, ...SETTINGS, ...(fast ? FAST_SETTINGS : [])].flatMap((setting) => ['-c', setting]);
  const log = await open(join(home, 'server.log'), 'a', 0o600);
  const server = launcher.spawn(programs.postgres, ['-D', join(home, 'data'), ...settings], ['ignore', log.fd, log.fd]);
  let ended = false;
  server.once('exit', () => (ended = true));
  server.once('error', () => (ended = true));
  server.unref();
  await log.close();
  return () => ended;
}

async function settle(
  home: string,
  server: Server,
  { fast }: EmbeddedPostgresOptions,
  isNew: boolean,
): Promise<EmbeddedPostgres> {
  const password = (await readFile(join(home, 'password'), 'utf8')).trim();
  const urlOf = (database: string) => `postgres://${NAME}:${password}@127.0.0.1:${server.port}/${database}`;
  await createDatabase(urlOf('postgres'));

  const ownerPath = join(home, 'owner');
  const owner = Number(await readFile(ownerPath, 'utf8').catch(() => ''));
  const isGuest = !isNew && owner !== process.pid && owner > 0 && isAlive(owner);
  if (isGuest) return { url: urlOf(NAME), stop: async () => {} };

  await writeFile(ownerPath, String(process.pid), { mode: 0o600 });
  // Data of tests is worth nothing without its process: nothing is left behind when that ends in a hurry.
  const onExit = () => end(server.pid, 'SIGQUIT');
  if (fast) process.once('exit', onExit);
  return {
    url: urlOf(NAME),
    async stop() {
      process.off('exit', onExit);
      end(server.pid, 'SIGINT');
      for await (const _ of ticks(10))
        if (!isAlive(server.pid) || (await runningServer(home))?.pid !== server.pid) break;
      await rm(ownerPath, { force: true });
    },
  };
}

async function createDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [NAME]);
    if (!rowCount) await client.query(`CREATE DATABASE ${NAME}`);
  } catch (error) {
    // 23505, 42P04: another process made it at the same moment.
    if (!['23505', '42P04'].includes((error as { code?: string }).code ?? '')) throw error;
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
