import { searchable } from '../tokens/narrow-by-token.ts';

/** What text search looks at. (RQ-3) */
export const searchTextOf = (tokenName: string, requester: string, reason: string | null): string =>
  searchable(`${tokenName} ${requester} ${reason ?? ''}`);
