import type { Caller } from '../../access/caller.ts';
import { notFound } from '../../errors.ts';
import type { Page, PageOf } from '../../platform/database/keyset.ts';
import type { Token } from './token.entity.ts';
import { findOwnToken, findOwnTokens, type TokenListing } from './token.store.ts';

/** The person's own tokens that are not deleted, newest first. */
export const listOwnTokens = (
  { viewer, database, now }: Caller,
  { kind, status }: Pick<TokenListing, 'kind' | 'status'>,
  page: Page,
): Promise<PageOf<Token>> =>
  findOwnTokens(database.manager, { userId: viewer.mustBeSession(), kind, status, now }, page);

/** One of them; NOT_FOUND for another's, for a deleted one, and for none. */
export async function findOwn({ viewer, database }: Caller, id: number): Promise<Token> {
  const token = await findOwnToken(database.manager, viewer.mustBeSession(), id);
  if (!token) throw notFound('The token');
  return token;
}
