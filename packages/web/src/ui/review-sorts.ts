import { t } from '../i18n/t.ts';
import type { MenuChoice } from './menu-overlay.tsx';

/** The orders of a list of an organization's tokens; the first is the one without a word in the address. */
export const REVIEW_SORTS = [
  'newest',
  'oldest',
  'expires-soonest',
  'expires-latest',
  'used-recently',
  'used-long-ago',
] as const;
export type ReviewSort = (typeof REVIEW_SORTS)[number];

export const reviewSortChoices = (): MenuChoice<ReviewSort>[] =>
  REVIEW_SORTS.map((id) => ({ id, text: t(`list.sort.${id}`) }));

/** The order as GraphQL wants it; `since` is what new and old are told by. */
export const orderOf = <Since extends string>(sort: ReviewSort, since: Since) =>
  ({
    newest: { field: since, direction: 'DESC' },
    oldest: { field: since, direction: 'ASC' },
    'expires-soonest': { field: 'EXPIRES_AT', direction: 'ASC' },
    'expires-latest': { field: 'EXPIRES_AT', direction: 'DESC' },
    'used-recently': { field: 'LAST_USED_AT', direction: 'DESC' },
    'used-long-ago': { field: 'LAST_USED_AT', direction: 'ASC' },
  })[sort] as { field: Since | 'EXPIRES_AT' | 'LAST_USED_AT'; direction: 'ASC' | 'DESC' };
