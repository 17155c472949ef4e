import { makeTokenSecret, type NewSecret } from '../../access/secrets.ts';
import type { Tx } from '../../platform/database/database.ts';
import { type By, revokeTokens } from './revoke-tokens.ts';
import { markRevoked } from './token-ending.store.ts';
import { inTheWay, REFRESH_TOKEN_LIFE, USER_TOKEN_LIFE } from './user-token.rules.ts';
import { insertUserToken, lockPair, lockUserTokens } from './user-token.store.ts';

type Wish = {
  app: { id: number; slug: string; userTokensExpire: boolean };
  userId: number;
  /** What it comes of. */
  codeId: number | null;
};

/** A token with which an App acts for a person, as it is shown once. Its refresh token is null where it does not expire. (EX-8) */
export type UserToken = { tokenId: number; secret: string; refreshSecret: string | null };

/**
 * Makes the App a token for a person; the oldest beyond ten end. Who calls holds the lock of what the person agreed to, so that they are counted one
 * after the other. (EX-7)
 */
export async function keepUserToken(tx: Tx, wish: Wish, by: By): Promise<UserToken> {
  const { app, userId } = wish;
  const tooMany = inTheWay(await lockUserTokens(tx, { appId: app.id, userId }, by.now));
  if (tooMany.length > 0)
    await revokeTokens(tx, by, tooMany, () => ({ explanation: 'more than ten tokens of one App' }));
  return insertPair(tx, wish, by.now);
}

/**
 * Uses a refresh token: it and the token that it renews end, and a new pair takes their place. Null when it does not hold, as when it was used before.
 * Who calls holds the lock of what the person agreed to. (EX-8)
 */
export async function replaceUserToken(
  tx: Tx,
  { renewedId, refreshId, ...wish }: Wish & { renewedId: number; refreshId: number },
  { now }: Pick<By, 'now'>,
): Promise<UserToken | null> {
  const pair = await lockPair(tx, renewedId, now);
  if (!pair.some(({ id }) => id === refreshId)) return null;
  await markRevoked(
    tx,
    pair.map(({ id }) => id),
    now,
  );
  return insertPair(tx, wish, now);
}

async function insertPair(tx: Tx, { app, userId, codeId }: Wish, now: Date): Promise<UserToken> {
  const access = makeTokenSecret('APP_USER');
  const refresh = app.userTokensExpire ? makeTokenSecret('APP_REFRESH') : null;
  const endingIn = (secret: NewSecret, life: number) => ({ ...secret, expiresAt: new Date(now.getTime() + life) });
  const tokenId = await insertUserToken(tx, {
    appId: app.id,
    userId,
    codeId,
    name: app.slug,
    at: now,
    access: app.userTokensExpire ? endingIn(access, USER_TOKEN_LIFE) : { ...access, expiresAt: null },
    refresh: refresh && endingIn(refresh, REFRESH_TOKEN_LIFE),
  });
  return { tokenId, secret: access.secret, refreshSecret: refresh?.secret ?? null };
}
