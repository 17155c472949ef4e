import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keptEncryptionKey } from './encryption-key.ts';

test('the key is made once, for several processes at once too, and kept from others', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-key-'));
  const path = join(dataDir, 'deep', 'encryption-key');
  const [one, two] = await Promise.all([
    keptEncryptionKey(join(dataDir, 'deep')),
    keptEncryptionKey(join(dataDir, 'deep')),
  ]);
  expect(one).toHaveLength(32);
  expect(two).toEqual(one);
  expect(await keptEncryptionKey(join(dataDir, 'deep'))).toEqual(one);
  expect((await stat(path)).mode & 0o777).toBe(0o600);

  await writeFile(path, 'broken');
  await expect(keptEncryptionKey(join(dataDir, 'deep'))).rejects.toThrow('32 bytes');
  await rm(dataDir, { recursive: true });
});
