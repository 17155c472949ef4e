import { tokenKindOf } from '@countersign/schema';
import { tokenHolds } from '../../access/access.rules.ts';
import { hashOf } from '../../access/secrets.ts';
import { notFound } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { AppCaller } from '../apps/app-caller.ts';
import type { Token } from '../tokens/token.entity.ts';
import { findPerson } from '../users/find-user.ts';
import { maySignIn } from '../users/sign-in.ts';
import type { User } from '../users/user.entity.ts';
import { findUserTokenOfApp } from './application-token.store.ts';

/** An App's token for a person, and the person. */
export type UserToken = { token: Token; person: User };

/** What an App's token for a person is, for that App. NOT_FOUND for one that does not hold, and for every other secret. (EX-6) */
export const checkUserToken = (caller: AppCaller, secret: string): Promise<UserToken> =>
  findHeldUserToken(caller.database.manager, caller, secret, findUserTokenOfApp);

/** The same, as `find` finds it. */
export async function findHeldUserToken(
  tx: Tx,
  { asking, settings, now }: AppCaller,
  secret: string,
  find: typeof findUserTokenOfApp,
): Promise<UserToken> {
  const token = tokenKindOf(secret) === 'APP_USER' ? await find(tx, asking.id, hashOf(secret)) : null;
  if (!token) throw notFound('The token');
  const person = await findPerson(tx, token.userId!);
  if (!tokenHolds(token, person, now) || !maySignIn(person, settings)) throw notFound('The token');
  return { token, person };
}
