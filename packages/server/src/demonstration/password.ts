import { randomInt } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verify } from '@node-rs/argon2';
import { hashPassword } from '../features/users/create-user.ts';
import type { Database } from '../platform/database/database.ts';
import { findDemonstrationPasswords, replaceDemonstrationPasswords } from './demonstration.store.ts';

// Without letters and digits that look alike: people type it.
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/** The password kept in `folder`, made at the first call. */
export async function keptPassword(folder: string): Promise<string> {
  const path = join(folder, 'password');
  await mkdir(folder, { recursive: true });
  const letters = Array.from({ length: 15 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  const made = letters.replace(/(.{5})(?=.)/g, '$1-');
  try {
    await writeFile(path, `${made}\n`, { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readFile(path, 'utf8')).trim();
  }
}

/** Every demonstration account has this password from now on; the sessions of those that had it already go on. */
export async function setDemonstrationPassword(database: Database, password: string): Promise<void> {
  const hashes = [...new Set(await findDemonstrationPasswords(database.manager))];
  const fits = await Promise.all(hashes.map((known) => verify(known, password)));
  const others = hashes.filter((_, at) => !fits[at]);
  if (others.length === 0) return;
  const passwordHash = await hashPassword(password);
  await database.transaction((tx) => replaceDemonstrationPasswords(tx, others, passwordHash));
}
