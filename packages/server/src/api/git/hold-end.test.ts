import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { holdEnd } from './hold-end.ts';

test('passes what comes, and keeps the last chunk until it is released', async () => {
  const source = new PassThrough();
  const { promise: released, resolve } = Promise.withResolvers<void>();
  const held = holdEnd(source, released);
  let read = '';
  held.setEncoding('utf8').on('data', (chunk: string) => (read += chunk));
  source.write('one ');
  source.write('two ');
  source.end('three');
  await expect.poll(() => read).toBe('one two ');
  expect(held.readableEnded).toBe(false);
  resolve();
  await expect.poll(() => read).toBe('one two three');
});

test('what is empty ends empty, and what its release fails on ends all the same', async () => {
  expect(await text(holdEnd(Readable.from([]), Promise.resolve()))).toBe('');
  expect(await text(holdEnd(Readable.from(['all']), Promise.reject(new Error('no scan'))))).toBe('all');
});

test('who breaks off ends the other side', async () => {
  const [source, other] = [new PassThrough(), new PassThrough()];
  const never = new Promise<void>(() => {});
  holdEnd(source, never).destroy();
  await expect.poll(() => source.destroyed).toBe(true);
  const held = holdEnd(other, never);
  other.destroy(new Error('cut'));
  await expect(text(held)).rejects.toThrow('cut');
});
