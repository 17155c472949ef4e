import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Cores, cpuSeconds, cpuSecondsOfTree, pin } from './machine.ts';
import type { Side } from './processes.ts';

export type HttpRequest = { method: 'GET' | 'POST'; path: string; headers?: Record<string, string>; body?: string };

/** What a load generator is told. */
export type Load = {
  url: string;
  connections: number;
  seconds: number;
  requests: HttpRequest[];
  /** An answer without this is a wrong one. */
  mustContain: string;
};

export type LoadResult = { answered: number; seconds: number; wrong: number; failed: number; p99: number };

/** One measurement of one side. Processor time in microseconds a request. */
export type Measured = { throughput: number; cpu: number; databaseCpu: number; p99: number };

const GENERATOR = join(import.meta.dirname, 'load-generator.ts');

/** Puts a load on a side and watches what it costs. Throws when one answer is wrong or none: a fast wrong answer is worth nothing. */
export async function measure(
  side: Side,
  load: Omit<Load, 'url'>,
  { cores, postgresPid }: { cores: Cores; postgresPid: number },
): Promise<Measured> {
  const generator = spawn(process.execPath, [GENERATOR], { stdio: ['pipe', 'pipe', 'inherit'] });
  await pin(generator.pid!, cores?.load);
  const before = await Promise.all([cpuSeconds(side.pid), cpuSecondsOfTree(postgresPid)]);
  generator.stdin.end(JSON.stringify({ ...load, url: side.url } satisfies Load));
  const [said] = await Promise.all([text(generator.stdout), once(generator, 'exit')]);
  const after = await Promise.all([cpuSeconds(side.pid), cpuSecondsOfTree(postgresPid)]);
  const { answered, seconds, wrong, failed, p99 } = JSON.parse(said) as LoadResult;
  if (wrong > 0 || failed > 0 || answered === 0)
    throw new Error(`${side.name}: of ${answered} answers ${wrong} were wrong, and ${failed} requests failed`);
  const micros = (index: 0 | 1) => ((after[index] - before[index]) * 1e6) / answered;
  return { throughput: answered / seconds, cpu: micros(0), databaseCpu: micros(1), p99 };
}
