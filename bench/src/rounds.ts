import type { Load, Measured } from './load.ts';
import { measure } from './load.ts';
import type { House, Side } from './processes.ts';

export const ROUNDS = 5;
const WARM_UP_SECONDS = 4;
const SECONDS = 3;

/** A number that was measured in every round. */
export type Figures = { median: number; low: number; high: number };

export const figures = (numbers: readonly number[]): Figures => {
  const sorted = [...numbers].toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, low: sorted[0]!, high: sorted.at(-1)! };
};

export type Contestant = { side: Side; load: Omit<Load, 'url' | 'seconds'> };
export type Result = {
  name: string;
  throughput: Figures;
  cpu: Figures;
  databaseCpu: Figures;
  p99: Figures;
  rounds: Measured[];
};

/**
 * Measures all sides in turn, round after round, so that what the machine does besides falls on each alike; who begins moves on from round to round. A warm-up
 * of each comes before, uncounted.
 */
export async function race(contestants: Contestant[], house: House & { postgresPid: number }): Promise<Result[]> {
  const rounds = contestants.map((): Measured[] => []);
  for (let round = -1; round < ROUNDS; round++)
    for (let turn = 0; turn < contestants.length; turn++) {
      const index = (turn + Math.max(round, 0)) % contestants.length;
      const { side, load } = contestants[index]!;
      const measured = await measure(side, { ...load, seconds: round < 0 ? WARM_UP_SECONDS : SECONDS }, house);
      if (round >= 0) rounds[index]!.push(measured);
    }
  return contestants.map(({ side }, index) => ({
    name: side.name,
    throughput: figures(rounds[index]!.map(({ throughput }) => throughput)),
    cpu: figures(rounds[index]!.map(({ cpu }) => cpu)),
    databaseCpu: figures(rounds[index]!.map(({ databaseCpu }) => databaseCpu)),
    p99: figures(rounds[index]!.map(({ p99 }) => p99)),
    rounds: rounds[index]!,
  }));
}

/** How many times as much one side does as the other, round by round, as they ran beside each other. */
export const ratioOf = (ours: Result, theirs: Result): Figures =>
  figures(ours.rounds.map(({ throughput }, round) => throughput / theirs.rounds[round]!.throughput));
