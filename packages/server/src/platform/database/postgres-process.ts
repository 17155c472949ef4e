import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setInterval as ticks } from 'node:timers/promises';

const READY_WITHIN = 60_000;

export type Server = { pid: number; port: number; status: string };

const pidFile = (home: string) => join(home, 'data', 'postmaster.pid');

/** What `postmaster.pid` tells, when it names a living server. */
export async function runningServer(home: string): Promise<Server | null> {
  const server = await recordedServer(home);
  return server && isAlive(server.pid) && (await isPostgres(server.pid)) ? server : null;
}

/** After a restart of the machine or container the number may be another program's, which Postgres would take for its own. */
export async function forgetDeadServer(home: string): Promise<void> {
  const server = await recordedServer(home);
  if (server && isAlive(server.pid) && !(await isPostgres(server.pid))) await rm(pidFile(home), { force: true });
}

async function recordedServer(home: string): Promise<Server | null> {
  const text = await readFile(pidFile(home), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  const [pid, , , port, , , , status] = text?.split('\n') ?? [];
  return Number(pid) ? { pid: Number(pid), port: Number(port), status: status?.trim() ?? '' } : null;
}

/** Waits for it to take hold of its folder; null when it ended before. */
export async function firstSignOfLife(home: string, ended: () => boolean): Promise<Server | null> {
  for await (const _ of ticks(10)) {
    const server = await runningServer(home);
    if (server?.port) return server;
    if (ended()) return null;
  }
  return null;
}

/** Waits until it takes connections, recovery included; false when it ended or is on its way out. */
export async function isReady(home: string, { pid }: Server): Promise<boolean> {
  const since = Date.now();
  for await (const _ of ticks(10)) {
    const server = await runningServer(home);
    if (server?.pid !== pid) return false;
    if (server.status === 'ready') return true;
    if (Date.now() - since > READY_WITHIN)
      throw new Error(`The embedded Postgres in ${home} is not ready after a minute`);
  }
  return false;
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** On Linux, where it can be told: a Postgres, and not one that was killed and still awaits its parent's notice. */
async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return /postgres(\0|:)/.test(command);
}

export function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already, which is what was wanted.
  }
}
