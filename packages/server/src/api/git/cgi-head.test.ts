import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { readCgiHead } from './cgi-head.ts';

const ANSWER = 'Status: 404 Not Found\r\nContent-Type: text/plain\r\n\r\nthe\r\n\r\nbody';

test.each([1, 2, 3, 7, 1_000])(
  'status and headers are read, and the body is left whole, in pieces of %i bytes',
  async (size) => {
    const pieces = Array.from({ length: Math.ceil(ANSWER.length / size) }, (_, index) =>
      Buffer.from(ANSWER.slice(index * size, (index + 1) * size)),
    );
    const stream = Readable.from(pieces, { objectMode: false });

    expect(await readCgiHead(stream)).toEqual({ status: 404, headers: { 'content-type': 'text/plain' } });
    expect(await text(stream)).toBe('the\r\n\r\nbody');
  },
);

test('without a status it is 200', async () => {
  expect(await readCgiHead(Readable.from([Buffer.from('A: b\n\n')], { objectMode: false }))).toEqual({
    status: 200,
    headers: { a: 'b' },
  });
});

test('an answer that ends before its headers do is none', async () => {
  expect(await readCgiHead(Readable.from([Buffer.from('Status: 200 OK\r\n')], { objectMode: false }))).toBeNull();
});

test('headers without an end are refused', async () => {
  const endless = Readable.from([Buffer.alloc(20_000, 'a')], { objectMode: false });
  await expect(readCgiHead(endless)).rejects.toThrow(/without an end/);
});
