import type { Tx } from '../../platform/database/database.ts';
import { type By, revokeTokens } from './revoke-tokens.ts';
import { lockPair, lockTokensOfCode, lockUserTokens } from './user-token.store.ts';

/** Ends all that an App has for a person, at once and for good, refresh tokens too. Who calls holds the lock of what the person agreed to. (EX-6) */
export async function endUserTokens(
  tx: Tx,
  of: { appId: number; userId: number },
  by: By,
  explanation: string,
): Promise<void> {
  const tokens = await lockUserTokens(tx, of, by.now);
  if (tokens.length > 0) await revokeTokens(tx, by, tokens, () => ({ explanation }));
}

/** Ends one of them, with its refresh token; those of them that ended before are left as they are. */
export async function endUserToken(tx: Tx, tokenId: number, by: By, explanation: string): Promise<void> {
  const tokens = await lockPair(tx, tokenId, by.now);
  if (tokens.length > 0) await revokeTokens(tx, by, tokens, () => ({ explanation }));
}

/** Ends what came of a code, renewed or not: one of those who had the code, or what came of it, was not meant to have it. (RFC 6749, 4.1.2; RFC 9700, 4.14.2) */
export async function endTokensOfCode(
  tx: Tx,
  of: { appId: number; userId: number; codeId: number },
  by: By,
  explanation: string,
): Promise<void> {
  const tokens = await lockTokensOfCode(tx, of, by.now);
  if (tokens.length > 0) await revokeTokens(tx, by, tokens, () => ({ explanation }));
}
