import type { Caller } from '../../access/caller.ts';
import { notFound } from '../../errors.ts';
import { lockOwnAuthorization } from './application-authorization.store.ts';
import { endAuthorization } from './end-authorization.ts';

/** A person lets an App act for them no more: its tokens for them are dead at once, and it has to ask again. NOT_FOUND for another's. (EX-6) */
export async function revokeApplicationAuthorization({ viewer, database, now }: Caller, id: number): Promise<void> {
  const userId = viewer.mustBeSession();
  await database.transaction(async (tx) => {
    const authorization = await lockOwnAuthorization(tx, userId, id);
    if (!authorization) throw notFound('The authorization');
    await endAuthorization(tx, authorization, { actor: viewer.actor, now }, 'revoked by its user');
  });
}
