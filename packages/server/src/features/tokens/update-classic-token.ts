import type { Caller } from '../../access/caller.ts';
import { conflict, invalid, notFound } from '../../errors.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { nameTaken } from './make-token.ts';
import type { Token } from './token.entity.ts';
import { problemsWithWords, readScopes, statusOf } from './token.rules.ts';
import { isNameTaken, lockOwnToken, lockUserForTokens, updateToken } from './token.store.ts';

type Editable = Pick<Token, 'name' | 'description' | 'scopes'>;
/** What is absent or null stays as it is. */
export type UpdateClassicTokenInput = { tokenId: number } & { [Name in keyof Editable]?: Editable[Name] | null };

/**
 * Changes one of the person's own classic tokens; what it may do is narrower or wider on its next use (TK-7). Its secret and its expiry stay.
 * INVALID names each bad field, NOT_FOUND any token that is not such a one, CONFLICT one that is dead.
 */
export async function updateClassicToken(
  caller: Caller,
  { tokenId, ...input }: UpdateClassicTokenInput,
): Promise<Token> {
  const userId = caller.viewer.mustBeFreshSession(caller.now);
  const wish = wishIn(input);
  return caller.database.transaction(async (tx) => {
    await lockUserForTokens(tx, userId);
    const token = await lockOwnToken(tx, userId, tokenId, ['CLASSIC']);
    if (!token) throw notFound('The token');
    const status = statusOf(token, caller.clock());
    if (status !== 'ACTIVE') throw conflict(`The token is ${status.toLowerCase()} and cannot be changed any more.`);
    const change = changesOf(token, wish);
    if (Object.keys(change).length === 0) return token;
    if (change.name !== undefined && (await isNameTaken(tx, { userId, id: tokenId, name: change.name })))
      throw nameTaken();
    const updated = await updateToken(tx, token, change);
    await recordAudit(tx, caller.viewer.actor, caller.now, [
      {
        log: { userId },
        action: 'oauth_access.update',
        subject: { type: 'token', id: tokenId, name: updated.name },
        details: detailsOf(token, change),
      },
    ]);
    return updated;
  });
}

function wishIn({ name, description, scopes }: Omit<UpdateClassicTokenInput, 'tokenId'>): Partial<Editable> {
  const chosen = scopes ? readScopes(scopes) : null;
  const problems = {
    ...problemsWithWords({ name: name ?? 'as it is', description }),
    ...(chosen && 'problems' in chosen && chosen.problems),
  };
  if (Object.keys(problems).length > 0) throw invalid(problems);
  return {
    ...(name != null && { name: name.trim() }),
    ...(description != null && { description }),
    ...(chosen && 'scopes' in chosen && { scopes: chosen.scopes }),
  };
}

/** What of the wish differs from what is. Scopes stand in the order of the tree, so that the same ones are the same list. */
function changesOf(token: Token, { name, description, scopes }: Partial<Editable>): Partial<Editable> {
  return {
    ...(name !== undefined && name !== token.name && { name }),
    ...(description !== undefined && description !== token.description && { description }),
    ...(scopes && scopes.join() !== token.scopes.join() && { scopes }),
  };
}

const detailsOf = (before: Editable, change: Partial<Editable>) =>
  Object.fromEntries(Object.entries(change).map(([name, to]) => [name, { from: before[name as keyof Editable], to }]));
