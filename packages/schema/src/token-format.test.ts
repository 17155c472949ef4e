import { expect, test } from 'vitest';
import { TOKEN_PATTERN, tokenChecksum, tokenKindOf } from './index.ts';

test.each([
  ['aB7cD8eF9gH0jK1mN2pQ3rS4tU5vW6', '2M5jQM'],
  ['abcdefgh12345678903ZZZZZZZZZZZ', '0p5S0Y'],
])('TK-3: the checksum of %s is %s', (random, checksum) => {
  expect(tokenChecksum(random)).toBe(checksum);
});

test('TK-3: a prefix, thirty characters and their checksum name the kind', () => {
  expect(tokenKindOf('csf_abcdefgh12345678903ZZZZZZZZZZZ0p5S0Y')).toBe('FINE_GRAINED');
  expect(tokenKindOf('css_abcdefgh12345678903ZZZZZZZZZZZ0p5S0Y')).toBe('APP_INSTALLATION');
});

test.each([
  ['a wrong checksum', 'csf_abcdefgh12345678903ZZZZZZZZZZZ0p5S0Z'],
  ['an unknown prefix', 'csx_abcdefgh12345678903ZZZZZZZZZZZ0p5S0Y'],
  ['a character too few', 'csf_abcdefgh12345678903ZZZZZZZZZZ0p5S0Y'],
  ['something behind it', 'csf_abcdefgh12345678903ZZZZZZZZZZZ0p5S0Y\n'],
  ['nothing', ''],
])('TK-3: %s is no token', (_, secret) => {
  expect(tokenKindOf(secret)).toBeNull();
});

test('TK-3: the scanner pattern finds a secret in text', () => {
  const secret = 'csp_abcdefgh12345678903ZZZZZZZZZZZ0p5S0Y';
  expect(`password=${secret};`.match(TOKEN_PATTERN)).toEqual([secret]);
});
