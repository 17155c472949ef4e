import { hash } from '@node-rs/argon2';
import type { Actor } from '../../access/viewer.ts';
import { invalid } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { commandActor, recordAudit } from '../audit-log/record-audit.ts';
import { claimLoginFor } from './claim-login.ts';
import { normalizeAddress, problemWithAddress } from './email-address.rules.ts';
import { findVerifiedOwnerId } from './email-address.store.ts';
import { problemWithPassword } from './password.rules.ts';
import type { User } from './user.entity.ts';
import { insertUser } from './user.store.ts';

export type CreateUserInput = {
  login: string;
  name?: string | null;
  email: string;
  password: string;
  isDemonstration?: boolean;
};

/** @node-rs/argon2 hashes with argon2id unless told otherwise. */
export const hashPassword = (password: string): Promise<string> => hash(password);

/** Makes a person with a verified address, as an operator vouches for it. INVALID names the bad field. */
export async function createUser(
  tx: Tx,
  input: CreateUserInput,
  now: Date,
  actor: Actor = commandActor(),
): Promise<User> {
  const { password, name = null, isDemonstration = false } = input;
  const login = input.login.toLowerCase();
  const email = normalizeAddress(input.email);
  const badAddress = problemWithAddress(email);
  if (badAddress) throw invalid({ email: badAddress });
  const badPassword = problemWithPassword(password);
  if (badPassword) throw invalid({ password: badPassword });
  if ((await findVerifiedOwnerId(tx, email)) !== null) throw invalid({ email: 'Somebody else has this address.' });
  await claimLoginFor(tx, login);
  const passwordHash = await hashPassword(password);
  const user = await insertUser(tx, {
    login,
    name,
    email,
    passwordHash,
    locale: 'en',
    suspendedAt: null,
    isDemonstration,
    createdAt: now,
  });
  const subject = { type: 'user', id: user.id, name: login } as const;
  await recordAudit(tx, actor, now, [{ log: { userId: user.id }, action: 'user.create', subject }]);
  return user;
}
