import { TOKEN_PREFIXES, type TokenKind } from '@countersign/schema';
import { expect, test } from 'vitest';
import { makeTokenSecret } from '../../access/secrets.ts';
import { ObjectSplitter } from './read-objects.ts';
import { SecretFinder } from './secret-finder.ts';

const COMMIT = '1'.repeat(40);
const BLOB = '2'.repeat(40);
const object = (id: string, type: string, content: string) => `${id} ${type} ${content.length}\n${content}\n`;

/** What is found in such a stream of git's, cut into chunks of that size. */
function found(stream: string, size: number): { secret: string; commit: string }[] {
  const bytes = Buffer.from(stream, 'latin1');
  const splitter = new ObjectSplitter();
  const finder = new SecretFinder();
  const all: { secret: string; commit: string }[] = [];
  for (let at = 0; at < bytes.length; at += size)
    for (const { bytes: piece, isFirst, commit } of splitter.pieces(bytes.subarray(at, at + size)))
      for (const secret of finder.secretsIn(piece, isFirst)) all.push({ secret, commit });
  return all;
}
const inText = (text: string) => [...new SecretFinder().secretsIn(Buffer.from(text), true)];

test('EX-4: found once, with its commit, wherever the stream is cut', () => {
  const [first, second] = [makeTokenSecret('CLASSIC').secret, makeTokenSecret('FINE_GRAINED').secret];
  const later = '3'.repeat(40);
  const stream =
    object(COMMIT, 'commit', `tree ${BLOB}\n\nMessage`) +
    object(BLOB, 'blob', `before ${first} after`) +
    `${'4'.repeat(40)} missing\n` +
    object(BLOB, 'blob', '') +
    object(later, 'tag', `object ${COMMIT}\n\n${second}`);
  const expected = [
    { secret: first, commit: COMMIT },
    { secret: second, commit: later },
  ];
  for (let size = 1; size <= stream.length; size++) expect(found(stream, size)).toEqual(expected);
});

test('EX-4: what one object ends with and the next begins with is no secret', () => {
  const { secret } = makeTokenSecret('CLASSIC');
  const stream = object(BLOB, 'blob', secret.slice(0, 20)) + object(BLOB, 'blob', secret.slice(20));
  for (const size of [1, 7, stream.length]) expect(found(stream, size)).toEqual([]);
});

test.each(Object.keys(TOKEN_PREFIXES) as TokenKind[])('TK-3: finds %s', (kind) => {
  const { secret } = makeTokenSecret(kind);
  expect(inText(`{"token":"${secret}"}`)).toEqual([secret]);
});

test('TK-3: finds one that is glued to other characters, and one that begins in what looked like another', () => {
  const { secret } = makeTokenSecret('CLASSIC');
  expect(inText(`\\n${secret}x`)).toEqual([secret]);
  expect(inText(`csp_${'a'.repeat(33)}${secret}`)).toEqual([secret]);
  expect(inText(`${secret}${secret}`)).toEqual([secret, secret]);
});

test('TK-3: leaves what has another checksum, prefix or length', () => {
  const { secret } = makeTokenSecret('CLASSIC');
  const other = secret.endsWith('0') ? '1' : '0';
  expect(inText(`${secret.slice(0, -1)}${other} csx_${secret.slice(4)} ${secret.slice(0, -1)}`)).toEqual([]);
});
