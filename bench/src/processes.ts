import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Cores, pin } from './machine.ts';

export const COMMAND = join(import.meta.dirname, '../../packages/server/bin/countersign.js');
const PATIENCE = 60_000;

/** A program under test, listening. */
export type Side = { name: string; pid: number; url: string; stop(): Promise<void> };

export type House = {
  databaseUrl: string;
  poolSize: number;
  dataDir: string;
  cores: Cores;
  /** Where our server leaves a profile of its processor time when it ends; null: it makes none. */
  profileDir: string | null;
};

/** Our server as its operators start it, on an operator's Postgres. */
export async function startCountersign(
  { databaseUrl, dataDir, cores, profileDir }: House,
  { name = 'Countersign' } = {},
): Promise<Side> {
  const port = await freePort();
  const env = {
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
    DATA_DIR: dataDir,
    PORT: String(port),
    LOG_LEVEL: 'warn',
    // One viewer asks all day what no viewer may in an hour; the peers count nobody's requests either.
    RATE_LIMIT: '0',
    RATE_LIMIT_ANONYMOUS: '0',
  };
  const flags = profileDir === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`];
  const child = spawn(process.execPath, [...flags, COMMAND, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  await said(child, /Countersign is ready/);
  await pin(child.pid!, cores?.side);
  return { name, pid: child.pid!, url: `http://localhost:${port}`, stop: () => end(child) };
}

/** One of the programs in `peers/`. */
export async function startPeer(name: string, file: string, { databaseUrl, poolSize, cores }: House): Promise<Side> {
  const env = {
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    GRAPHILE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    POOL_SIZE: String(poolSize),
  };
  const program = join(import.meta.dirname, 'peers', file);
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [, port] = await said(child, /listening on (\d+)/);
  await pin(child.pid!, cores?.side);
  return { name, pid: child.pid!, url: `http://127.0.0.1:${port}`, stop: () => end(child) };
}

/** Runs one of our commands to its end. */
export async function runCountersign(args: string[], env: Record<string, string>): Promise<void> {
  const whole = { PATH: process.env['PATH'], LOG_LEVEL: 'warn', ...env };
  const child = spawn(process.execPath, [COMMAND, ...args], { env: whole, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`countersign ${args.join(' ')} ended with ${code}`);
}

/** What the program said that matches; rejects with all it said when it ends before, or says nothing for a minute. */
export function said(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  let heard = '';
  return new Promise((resolve, reject) => {
    const giveUp = setTimeout(() => reject(new Error(`Not ready after ${PATIENCE} ms:\n${heard}`)), PATIENCE);
    const hear = (chunk: Buffer) => {
      heard = `${heard}${chunk.toString()}`.slice(-10_000);
      const match = pattern.exec(heard);
      if (!match) return;
      clearTimeout(giveUp);
      resolve(match);
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    child.once('exit', (code) => {
      clearTimeout(giveUp);
      reject(new Error(`Ended with ${code}:\n${heard}`));
    });
  });
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
