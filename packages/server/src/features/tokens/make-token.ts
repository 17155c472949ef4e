import { makeTokenSecret } from '../../access/secrets.ts';
import { forbidden, invalid } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { tellOfToken } from './tell-of-token.ts';
import type { PersonalKind, Token } from './token.entity.ts';
import { insertToken, lockUserForTokens, type NewToken } from './token.store.ts';

/** Token and secret as their maker is shown them, once. (TK-2) */
export type MadeToken = { token: Token; secret: string };

/** Lets a person make and name tokens one after the other, and only with a verified e-mail address: else FORBIDDEN. (TK-1) */
export async function lockMaker(tx: Tx, userId: number): Promise<void> {
  const [person] = await lockUserForTokens(tx, userId);
  if (!person?.emailVerifiedAt)
    throw forbidden('Verify your e-mail address before you make a token.', { mendAt: '/settings/emails' });
}

type Wish = Pick<NewToken, 'expiresAt' | 'organizationId' | 'repositorySelection' | 'scopes'> & {
  kind: PersonalKind;
  userId: number;
  name: string;
  description?: string | null;
};

/** Stores a new token of a person, who is mailed; its secret is in the answer and nowhere else. INVALID when the person has one of that name. (TK-2, TK-4) */
export async function makeToken(tx: Tx, { name, description, ...wish }: Wish, now: Date): Promise<MadeToken> {
  const { secret, hash, lastEight } = makeTokenSecret(wish.kind);
  const token = await insertToken(tx, {
    ...wish,
    installationId: null,
    name: name.trim(),
    description: description ?? '',
    secretHash: hash,
    lastEight,
    createdAt: now,
    issuedAt: now,
  });
  if (!token) throw nameTaken();
  await tellOfToken(tx, token, 'created');
  return { token, secret };
}

export const nameTaken = () => invalid({ name: 'Name has already been taken.' });
