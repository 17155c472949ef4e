import { type Level, permissionOf } from '@countersign/schema';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';

export type PermissionFilter = { key: string; level: Uppercase<Level> };

/** What a list shows: filters, order and page, as they stand in the address. */
export type ListLocation<Sort extends string> = {
  owners: string[];
  repositories: string[];
  permissions: PermissionFilter[];
  text: string;
  sort: Sort;
  after: string | null;
  before: string | null;
};

export type ChangeLocation<Sort extends string> = (next: Partial<ListLocation<Sort>>) => void;

export type ListFilter = Pick<ListLocation<string>, 'owners' | 'repositories' | 'permissions' | 'text'>;

/**
 * Filters, order and page of a list, kept in the address so that it can be shared, reloaded and gone back to. The first sort is the one
 * without a word in the address. Changing a filter or the order goes back to the first page.
 */
export function useListLocation<Sort extends string>(sorts: readonly [Sort, ...Sort[]]) {
  const [search, setSearch] = useSearchParams();
  const location = useMemo(() => readLocation(search, sorts), [search, sorts]);
  const change: ChangeLocation<Sort> = (next) =>
    setSearch(writeLocation({ ...location, after: null, before: null, ...next }, sorts));
  return { location, change };
}

export function readLocation<Sort extends string>(
  search: URLSearchParams,
  sorts: readonly [Sort, ...Sort[]],
): ListLocation<Sort> {
  const sort = search.get('sort');
  return {
    owners: search.getAll('owner'),
    repositories: search.getAll('repository'),
    permissions: search.getAll('permission').flatMap((text) => permissionIn(text) ?? []),
    text: search.get('q') ?? '',
    sort: sorts.find((known) => known === sort) ?? sorts[0],
    after: search.get('after'),
    before: search.get('before'),
  };
}

export function writeLocation<Sort extends string>(
  location: ListLocation<Sort>,
  sorts: readonly [Sort, ...Sort[]],
): URLSearchParams {
  const { owners, repositories, permissions, text, sort, after, before } = location;
  const search = new URLSearchParams();
  if (text) search.set('q', text);
  owners.forEach((owner) => search.append('owner', owner));
  repositories.forEach((repository) => search.append('repository', repository));
  permissions.forEach((permission) => search.append('permission', permissionText(permission)));
  if (sort !== sorts[0]) search.set('sort', sort);
  if (after) search.set('after', after);
  if (before) search.set('before', before);
  return search;
}

/** "contents:write", as permissions are written everywhere outside GraphQL. */
export const permissionText = ({ key, level }: PermissionFilter) => `${key}:${level.toLowerCase()}`;

/** Levels as GraphQL writes them. */
export const LEVEL_NAMES = { read: 'READ', write: 'WRITE', admin: 'ADMIN' } as const satisfies Record<Level, string>;

/** A permission as the text of `permissionText` names it, or null when there is none such. */
export function permissionIn(text: string): PermissionFilter | null {
  const [key = '', name] = text.split(':');
  const level = permissionOf(key)?.levels.find((known) => known === name);
  return level ? { key, level: LEVEL_NAMES[level] } : null;
}

export const isFiltered = ({ owners, repositories, permissions, text }: ListFilter): boolean =>
  owners.length + repositories.length + permissions.length > 0 || text !== '';

/** The filter as GraphQL wants it: without what does not filter. */
export const toFilterInput = ({ owners, repositories, permissions, text }: ListFilter) => ({
  ...(owners.length > 0 && { owners }),
  ...(repositories.length > 0 && { repositories }),
  ...(permissions.length > 0 && { permissions }),
  ...(text && { text }),
});

const PAGE_SIZE = 50;

/** The page as GraphQL wants it: forwards from a cursor, or backwards to one. */
export const toPageInput = ({ after, before }: Pick<ListLocation<string>, 'after' | 'before'>) =>
  before ? { last: PAGE_SIZE, before } : { first: PAGE_SIZE, after };
