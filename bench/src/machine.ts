import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Clock ticks of /proc/PID/stat a second: 100 on every Linux that Node runs on. */
const TICKS = 100;

/** Where the side under test runs with its database, and where the load comes from; null where nothing can be pinned. */
export type Cores = { side: string; load: string } | null;

/** The load has the last core to itself; the side under test and Postgres share the others, whichever side it is. */
export async function planCores(): Promise<Cores> {
  const allowed = await run('taskset', ['-pc', String(process.pid)]).catch(() => null);
  if (!allowed) return null;
  const cores = listOf(allowed.stdout.split(':').at(-1)!.trim());
  return cores.length < 2 ? null : { side: cores.slice(0, -1).join(','), load: cores.at(-1)! };
}

const listOf = (text: string): string[] =>
  text.split(',').flatMap((part) => {
    const [from, to = from] = part.split('-').map(Number) as [number, number?];
    return Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
  });

/** Pins a process with all its threads; the processes it starts later are where it is. */
export async function pin(pid: number, cores: string | undefined): Promise<void> {
  if (cores !== undefined) await run('taskset', ['-apc', cores, String(pid)]);
}

/** The processor time of a process so far, in seconds, with that of children that have ended; 0 where there is no /proc. */
export async function cpuSeconds(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return 0;
  // The name of the program, in brackets, may hold anything.
  const [user, system, childUser, childSystem] = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15);
  return (Number(user) + Number(system) + Number(childUser) + Number(childSystem)) / TICKS;
}

/** The same of a process and all that it has started: Postgres with its connections. */
export async function cpuSecondsOfTree(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => null);
  const pids = children === null ? await childrenOf(pid) : children.trim().split(' ').filter(Boolean).map(Number);
  const times = await Promise.all([pid, ...pids].map(cpuSeconds));
  return times.reduce((sum, time) => sum + time, 0);
}

async function childrenOf(parent: number): Promise<number[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
    }),
  );
  return pids.filter((_, index) => parents[index] === parent);
}

/** Resident memory in megabytes. */
export async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

/** One line on what this was measured on. */
export const describeMachine = (cores: Cores): string =>
  [
    `${availableParallelism()} × ${cpus()[0]?.model.trim()}`,
    `${Math.round(totalmem() / 1024 ** 3)} GB`,
    `${process.platform} ${process.arch}`,
    `Node ${process.versions.node}`,
    cores ? `each side and its database on core ${cores.side}, the load on core ${cores.load}` : 'cores not pinned',
  ].join(', ');
