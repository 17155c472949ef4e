import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { residentMegabytes } from '../machine.ts';
import { COMMAND, end, freePort, said } from '../processes.ts';
import { figures, ROUNDS } from '../rounds.ts';
import { type Findings, ranged } from '../table.ts';
import type { Ground } from './scenario.ts';

const MOST_SECONDS = 3;
const MOST_MEGABYTES = 200;
const IDLE = 3_000;

/** P-9: `countersign serve` on the embedded Postgres, with the demonstration's data there, on every core. */
export async function start(ground: Ground): Promise<Findings> {
  const dataDir = join(ground.dataDir, 'start');
  await mkdir(dataDir, { recursive: true });
  // The first start makes the database, and is not counted.
  await startOnce(dataDir);
  const rounds: { seconds: number; megabytes: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await startOnce(dataDir));
  const seconds = figures(rounds.map((round) => round.seconds));
  const megabytes = figures(rounds.map((round) => round.megabytes));
  return {
    lines: [
      {
        id: 'P-9',
        work: '`countersign serve` with its database there, to the first answer; resident memory, idle',
        against: '–',
        measured: `${ranged(seconds)} s; ${ranged(megabytes)} MB`,
        bar: `≤ ${MOST_SECONDS} s; ≤ ${MOST_MEGABYTES} MB`,
        met: seconds.median <= MOST_SECONDS && megabytes.median <= MOST_MEGABYTES,
      },
    ],
    details: '',
  };
}

async function startOnce(dataDir: string): Promise<{ seconds: number; megabytes: number }> {
  const port = await freePort();
  const env = {
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    DATA_DIR: dataDir,
    PORT: String(port),
    LOG_LEVEL: 'warn',
  };
  const began = performance.now();
  const child = spawn(process.execPath, [COMMAND, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const [, seconds] = await Promise.all([said(child, /Countersign is ready/), firstAnswer(port, began)]);
    await setTimeout(IDLE);
    return { seconds, megabytes: await residentMegabytes(child.pid!) };
  } finally {
    await end(child);
  }
}

async function firstAnswer(port: number, began: number): Promise<number> {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null);
    if (response?.status === 200) return (performance.now() - began) / 1000;
    await setTimeout(10);
  }
}
