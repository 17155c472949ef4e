import { setImmediate } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { Database } from './database.ts';
import { together } from './together.loader.ts';

/** A database that nobody asks anything: what finds is handed in. */
const aDatabase = () => ({}) as Database;

test('what is asked for in one turn is found together and once, each gets its own, and nothing is kept', async () => {
  const asked: string[][] = [];
  const lengthsOf = together(async (_database, words: readonly string[]) => {
    asked.push([...words]);
    return words.map(({ length }) => length);
  });
  const lengths = lengthsOf(aDatabase());
  expect(await Promise.all(['a', 'bbb', 'a'].map((word) => lengths.load(word)))).toEqual([1, 3, 1]);
  expect(await lengths.load('a')).toBe(1);
  expect(asked).toEqual([['a', 'bbb'], ['a']]);
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
  expect(seen).toEqual([0]);
  answers[0]!();
  expect(await before).toBe(0);
  await setImmediate();
  answers[1]!();
  expect(await after).toBe(1);
});

test('what comes while others are under way goes with the next round, of whatever kind', async () => {
  const rounds: string[][] = [];
  const answers: (() => void)[] = [];
  const kind = (name: string) =>
    together(async (_database, keys: readonly string[]) => {
      rounds.push(keys.map((key) => `${name} ${key}`));
      await new Promise<void>((answer) => answers.push(answer));
      return [...keys];
    });
  const [of, database] = [{ tokens: kind('token'), clients: kind('client') }, aDatabase()];
  const [tokens, clients] = [of.tokens(database), of.clients(database)];
  const found = [tokens.load('1')];
  await setImmediate();
  for (const key of ['2', '3']) {
    found.push(tokens.load(key), clients.load(key));
    // oxlint-disable-next-line no-await-in-loop -- each in a turn of its own
    await setImmediate();
  }
  expect(rounds).toEqual([['token 1']]);
  answers[0]!();
  await found[0];
  await setImmediate();
  expect(rounds.slice(1)).toEqual([
    ['token 2', 'token 3'],
    ['client 2', 'client 3'],
  ]);
  for (const answer of answers) answer();
  expect(await Promise.all(found)).toEqual(['1', '2', '2', '3', '3']);
});

test('statements that are never answered, as over a connection that died unnoticed, hold nobody up for long', async () => {
  let dead = 2;
  const findsOf = together((_database, keys: readonly string[]) =>
    dead-- > 0 ? new Promise<string[]>(() => {}) : Promise.resolve([...keys]),
  );
  const finds = findsOf(aDatabase());
  void finds.load('first');
  await setImmediate();
  void finds.load('second');
  await vi.waitFor(() => expect(dead).toBe(0));
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
