import { expect, test } from 'vitest';
import { readLocation, toFilterInput, toPageInput, writeLocation } from './use-list-location.ts';

const SORTS = ['newest', 'oldest'] as const;

test('what the address says comes back as it was written', () => {
  const search = new URLSearchParams(
    'q=deploy&owner=a&owner=b&repository=api&permission=contents%3Awrite&sort=oldest&after=x',
  );
  expect(writeLocation(readLocation(search, SORTS), SORTS).toString()).toBe(search.toString());
});

test('unknown permissions, levels and sorts in the address are left out', () => {
  const location = readLocation(
    new URLSearchParams('permission=nonsense:read&permission=contents:owner&sort=worst'),
    SORTS,
  );
  expect(location).toMatchObject({ permissions: [], sort: 'newest' });
});

test('a filter says only what it filters by, a page looks one way', () => {
  const location = readLocation(new URLSearchParams('permission=contents:read&before=x'), SORTS);
  expect(toFilterInput(location)).toEqual({ permissions: [{ key: 'contents', level: 'READ' }] });
  expect(toPageInput(location)).toEqual({ last: 50, before: 'x' });
});
