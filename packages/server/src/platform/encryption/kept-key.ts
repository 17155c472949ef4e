import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The operator's key; else the one kept beside the embedded database: made at the first start, for the operator's eyes only. 32 bytes. */
export async function encryptionKeyOf(given: { encryptionKey: Buffer | null; dataDir: string }): Promise<Buffer> {
  if (given.encryptionKey) return given.encryptionKey;
  const path = join(given.dataDir, 'encryption-key');
  const key = await readKey(path);
  return key ?? makeKey(given.dataDir, path);
}

async function readKey(path: string): Promise<Buffer | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const key = Buffer.from(text, 'base64');
  if (key.length !== 32) throw new Error(`${path} does not hold 32 bytes in base64`);
  return key;
}

/** Of two processes that make one at the same moment, both go on with the first's. */
async function makeKey(folder: string, path: string): Promise<Buffer> {
  const draft = `${path}.${randomUUID()}`;
  await mkdir(folder, { recursive: true });
  await writeFile(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await unlink(draft);
  return (await readKey(path))!;
}
