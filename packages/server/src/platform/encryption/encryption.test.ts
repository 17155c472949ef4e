import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decrypt, encrypt } from './encryption.ts';
import { encryptionKeyOf } from './kept-key.ts';

const key = randomBytes(32);

test('what was encrypted is read back, whatever its characters, and no two times alike', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const [one, other] = [encrypt(key, text, 'x'), encrypt(key, text, 'x')];
      expect(decrypt(key, one, 'x')).toBe(text);
      expect(one.equals(other)).toBe(false);
    }),
  );
});

test('another key, other bytes and another place open nothing', () => {
  const bytes = encrypt(key, 'a secret', 'webhook 1');
  expect(() => decrypt(randomBytes(32), bytes, 'webhook 1')).toThrow(/authenticate/);
  expect(() => decrypt(key, bytes, 'webhook 2')).toThrow(/authenticate/);
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1;
    expect(() => decrypt(key, changed, 'webhook 1')).toThrow(/authenticate/);
  }
});

test('the key beside an embedded database is made once, for nobody else to read; a spoilt one is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-key-'));
  const own = { encryptionKey: null, dataDir: folder };
  const made = await Promise.all([1, 2, 3].map(() => encryptionKeyOf(own)));
  const kept = await encryptionKeyOf(own);
  expect(kept).toHaveLength(32);
  expect(made.map((one) => one.equals(kept))).toEqual([true, true, true]);
  expect(await readdir(folder)).toEqual(['encryption-key']);
  expect((await stat(join(folder, 'encryption-key'))).mode & 0o777).toBe(0o600);
  expect(await encryptionKeyOf({ ...own, encryptionKey: key })).toBe(key);
  await writeFile(join(folder, 'encryption-key'), 'short');
  await expect(encryptionKeyOf(own)).rejects.toThrow('32 bytes');
  await rm(folder, { recursive: true });
});
