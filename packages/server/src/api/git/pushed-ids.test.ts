import { once } from 'node:events';
import { createGzip, gzipSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { PushedIds } from './pushed-ids.ts';

const [A, B, C, ZERO] = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40), '0'.repeat(40)];
const line = (text: string) => (text.length + 4).toString(16).padStart(4, '0') + text;

const PUSH = Buffer.concat([
  Buffer.from(`${line(`shallow ${C}\n`)}${line(`${ZERO} ${A} refs/heads/a\0 report-status side-band-64k`)}`),
  Buffer.from(
    `${line(`${A} ${B} refs/heads/b`)}${line(`${C} ${ZERO} refs/heads/gone`)}0000PACK and ${line(`${A} ${C} refs/x`)}`,
  ),
]);

test('reads the ids that refs are to have, however the push is cut, and nothing of the pack', () => {
  for (let size = 1; size <= PUSH.length; size++) {
    const pushed = new PushedIds(undefined);
    for (let at = 0; at < PUSH.length; at += size) pushed.take(PUSH.subarray(at, at + size));
    expect([...pushed.ids]).toEqual([A, B]);
  }
});

test('reads them in a push that is signed', () => {
  const pushed = new PushedIds(undefined);
  const lines = [
    'push-cert\0caps\n',
    'certificate version 0.1\n',
    '\n',
    `${ZERO} ${A} refs/heads/a\n`,
    'push-cert-end\n',
  ];
  pushed.take(Buffer.from(`${lines.map(line).join('')}0000`));
  expect([...pushed.ids]).toEqual([A]);
});

test('reads them in a push that is compressed', async () => {
  const pushed = new PushedIds('gzip');
  pushed.take(gzipSync(PUSH));
  await vi.waitFor(() => expect([...pushed.ids]).toEqual([A, B]));
});

test.each(['nonsense that is no push', '', '00', 'zzzz', '0001', '0003abc'])('%j is no push, and no fault', (text) => {
  const pushed = new PushedIds(undefined);
  pushed.take(Buffer.from(text));
  pushed.take(Buffer.from(text));
  expect(pushed.ids.size).toBe(0);
});

test('what says that it is compressed and is not, or breaks off, is no fault', async () => {
  const pushed = new PushedIds('gzip');
  pushed.take(Buffer.from('not at all compressed'));
  pushed.take(PUSH);
  const cut = createGzip().end(PUSH);
  const [chunk] = (await once(cut, 'data')) as [Buffer];
  new PushedIds('gzip').take(chunk.subarray(0, 5));
  expect(pushed.ids.size).toBe(0);
});

test.each([
  ['as it is', undefined, (text: Buffer) => text],
  ['compressed', 'gzip', gzipSync],
])('a list that is too long to be meant is not read to its end: %s', async (_, encoding, encode) => {
  const pushed = new PushedIds(encoding);
  const empty = Buffer.alloc(2 ** 20, '0004');
  pushed.take(
    encode(Buffer.concat([Buffer.from(line(`${ZERO} ${A} refs/heads/a`)), ...Array.from({ length: 2 }, () => empty)])),
  );
  await vi.waitFor(() => expect(pushed.isDone).toBe(true), { timeout: 20_000 });
  pushed.take(encode(Buffer.from(line(`${ZERO} ${B} refs/heads/b`))));
  expect([...pushed.ids]).toEqual([A]);
});

test('what is compressed and never comes to anything is not read for ever', () => {
  const pushed = new PushedIds('gzip');
  for (let megabytes = 0; megabytes < 40; megabytes++) pushed.take(Buffer.alloc(2 ** 20));
  expect(pushed.isDone).toBe(true);
});
