import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Database } from './database.ts';
import { together } from './together.loader.ts';

/** A database that nobody asks anything: what finds is handed in. */
const aDatabase = () => ({}) as Database;

test('what is asked for in one turn is found together, each gets its own, and nothing is kept', async () => {
  const asked: string[][] = [];
  const lengthsOf = together(async (_database, words: readonly string[]) => {
    asked.push([...words]);
    return words.map(({ length }) => length);
  });
  const lengths = lengthsOf(aDatabase());
  expect(await Promise.all(['a', 'bbb', 'a'].map((word) => lengths.load(word)))).toEqual([1, 3, 1]);
  expect(await lengths.load('a')).toBe(1);
  expect(asked).toEqual([['a', 'bbb', 'a'], ['a']]);
});

test('one that is asked for after the statement was sent is not answered from it', async () => {
  let known = 0;
  const seen: number[] = [];
  const answers: (() => void)[] = [];
  const momentsOf = together(async (_database, keys: readonly string[]) => {
    const now = known;
    seen.push(now);
    await new Promise<void>((answer) => answers.push(answer));
    return keys.map(() => now);
  });
  const moments = momentsOf(aDatabase());
  const before = moments.load('x');
  await setImmediate();
  known = 1;
  const after = moments.load('x');
  await setImmediate();
  expect(seen).toEqual([0, 1]);
  for (const answer of answers) answer();
  expect(await Promise.all([before, after])).toEqual([0, 1]);
});

test('statements that are never answered, as over a connection that died unnoticed, hold nobody up', async () => {
  const findsOf = together((_database, keys: readonly string[]) =>
    keys.includes('never') ? new Promise<string[]>(() => {}) : Promise.resolve([...keys]),
  );
  const finds = findsOf(aDatabase());
  for (let stuck = 0; stuck < 2; stuck++) {
    void finds.load('never');
    // oxlint-disable-next-line no-await-in-loop -- each in a turn of its own
    await setImmediate();
  }
  expect(await finds.load('here')).toBe('here');
});

test('one that fails refuses those that were asked with it, and the next goes through', async () => {
  const findsOf = together(async (_database, keys: readonly string[]) => {
    if (keys.includes('bad')) throw new Error('refused');
    return [...keys];
  });
  const finds = findsOf(aDatabase());
  for (let round = 0; round < 3; round++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const outcomes = await Promise.allSettled(['good', 'bad'].map((key) => finds.load(key)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  }
  expect(await finds.load('good')).toBe('good');
});
