import { hash, verify } from '@node-rs/argon2';
import type { User } from './user.entity.ts';

/** What an unknown login is compared with, so that it costs as much as a known one. (SN-2) */
const nobodysHash = hash('nobody has this password');

/** Costs the same whether there is such a person or not. (SN-2) */
export async function passwordFits(user: User | null, password: string): Promise<boolean> {
  const fits = await verify(user?.passwordHash ?? (await nobodysHash), password);
  return fits && user !== null;
}
