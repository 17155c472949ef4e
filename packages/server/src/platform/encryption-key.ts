import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The key kept in `dataDir/encryption-key`, made at the first call; of two processes at once both get the same. 32 bytes. */
export async function keptEncryptionKey(dataDir: string): Promise<Buffer> {
  const path = join(dataDir, 'encryption-key');
  const kept = await readKey(path);
  if (kept) return kept;
  await mkdir(dataDir, { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  // A link, unlike a rename, never replaces a key that another process has just made.
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return (await readKey(path))!;
}

async function readKey(path: string): Promise<Buffer | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (text === undefined) return null;
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== 32)
    throw new Error(`${path} does not hold 32 bytes in base64. Restore it; without it stored secrets are lost.`);
  return bytes;
}
