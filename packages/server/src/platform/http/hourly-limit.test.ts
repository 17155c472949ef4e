import { expect, test } from 'vitest';
import { drawerOf, networkOf } from './drawer-of.ts';
import { HourlyLimit } from './hourly-limit.ts';

test('so many points fit into an hour, by key', async () => {
  const limit = new HourlyLimit(10);
  expect(await limit.look('one')).toMatchObject({ limit: 10, used: 0, remaining: 10 });
  expect(await limit.take('one', 7)).toMatchObject({ isWithin: true, standing: { used: 7, remaining: 3 } });
  expect(await limit.take('two', 10)).toMatchObject({ isWithin: true, standing: { used: 10, remaining: 0 } });
  const { resetAt } = (await limit.look('one'))!;
  expect(Math.abs(resetAt.getTime() - Date.now() - 3_600_000)).toBeLessThan(5_000);
});

test('what does not fit is not counted, and leaves room for what does', async () => {
  const limit = new HourlyLimit(10);
  await limit.take('one', 7);
  expect(await limit.take('one', 4)).toMatchObject({ isWithin: false, standing: { used: 7, remaining: 3 } });
  expect(await limit.take('one', 3)).toMatchObject({ isWithin: true, standing: { remaining: 0 } });
  expect(await limit.take('one', 1)).toMatchObject({ isWithin: false });
});

test('of those that arrive at the same moment no more get in than fit', async () => {
  const limit = new HourlyLimit(5);
  const taken = await Promise.all(Array.from({ length: 20 }, () => limit.take('one', 1)));
  expect(taken.filter(({ isWithin }) => isWithin)).toHaveLength(5);
});

test('0 is no limit', async () => {
  const limit = new HourlyLimit(0);
  expect(await limit.take('one', 1_000_000)).toEqual({ isWithin: true, standing: null });
  expect(await limit.look('one')).toBeNull();
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8::1', '2001:db8:0:0'],
  ['2001:db8:1:2::', '2001:db8:1:2'],
  ['1::2:3:4:5:6:7', '1:0:2:3'],
  ['::1', '0:0:0:0'],
])('%s is counted as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test('however many addresses there are, they fall into 65,536 drawers', () => {
  const drawers = new Set(Array.from({ length: 100_000 }, (_, at) => drawerOf(`2001:db8:${at.toString(16)}::1`)));
  expect(drawers.size).toBeLessThanOrEqual(65_536);
  expect(drawers.size).toBeGreaterThan(40_000);
  expect(drawerOf('192.0.2.1')).toBe(drawerOf('::ffff:192.0.2.1'));
});
