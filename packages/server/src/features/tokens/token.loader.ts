import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import { rowsById } from '../../platform/database/rows-by-id.ts';
import type { TokenReach } from './token-reach.rules.ts';
import type { Token } from './token.entity.ts';
import { findReaches, findReviewedTokens, findTokens, type ReviewedToken } from './token.store.ts';

export const tokenLoader = (database: Database) =>
  new DataLoader<number, Token | null>(async (ids) =>
    rowsById(ids, await findTokens(database.manager, ids), ({ id }) => id),
  );

/** As others than their persons see them: pages are full of these, so they are no more than what is shown. */
export const reviewedTokenLoader = (database: Database) =>
  new DataLoader<number, ReviewedToken | null>(async (ids) =>
    rowsById(ids, await findReviewedTokens(database.manager, ids), ({ id }) => id),
  );

/** What tokens are made to do. One query for any number. */
export const tokenReachLoader = (database: Database) =>
  new DataLoader<number, TokenReach>(async (ids) => {
    const found = new Map((await findReaches(database.manager, ids)).map(({ id, reach }) => [id, reach]));
    return ids.map((id) => found.get(id)!);
  });
