import { covers, type Level, LEVELS, type PermissionMap, PERMISSIONS } from '@countersign/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  droppedPermissions,
  isSameReach,
  lesserReach,
  reachChanges,
  reachesRepository,
  sortedPermissions,
  type TokenReach,
} from './token-reach.rules.ts';

const KEYS = PERMISSIONS.slice(0, 6).map(({ key }) => key);
const permissions: fc.Arbitrary<PermissionMap> = fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...LEVELS));
const named: fc.Arbitrary<TokenReach> = fc.record({
  permissions,
  repositorySelection: fc.constant('SUBSET' as const),
  repositoryIds: fc.uniqueArray(fc.integer({ min: 1, max: 6 })),
});
const unnamed: fc.Arbitrary<TokenReach> = fc.record({
  permissions,
  repositorySelection: fc.constantFrom('NONE', 'ALL'),
  repositoryIds: fc.constant([]),
});
const reach = fc.oneof(named, unnamed);
/** Whether a reach lets one do something to a repository. */
const lets = (of: TokenReach, key: string, level: Level, id: number) =>
  covers(of.permissions[key], level) && reachesRepository(of, id);

test('TK-11: what stays of two is what both let one do, and nothing else', () => {
  fc.assert(
    fc.property(reach, reach, (one, other) => {
      const lesser = lesserReach(one, other);
      for (const key of KEYS)
        for (const level of LEVELS)
          for (let id = 1; id <= 6; id++)
            expect(lets(lesser, key, level, id)).toBe(lets(one, key, level, id) && lets(other, key, level, id));
    }),
  );
});

test('what stays of a thing and itself is the thing, whichever way round it is asked', () => {
  fc.assert(
    fc.property(reach, reach, (one, other) => {
      expect(isSameReach(lesserReach(one, one), one)).toBe(true);
      expect(isSameReach(lesserReach(one, other), lesserReach(other, one))).toBe(true);
    }),
  );
});

test('TK-11: each permission is added, upgraded or kept, and what is dropped covers all that is gone', () => {
  fc.assert(
    fc.property(permissions, permissions, (before, wish) => {
      const inForce = lesserReach(
        { permissions: before, repositorySelection: 'ALL', repositoryIds: [] },
        { permissions: wish, repositorySelection: 'ALL', repositoryIds: [] },
      ).permissions;
      const { added, upgraded, kept } = sortedPermissions(inForce, wish);
      expect({ ...added, ...upgraded, ...kept }).toEqual(wish);
      expect(Object.keys(added).length + Object.keys(upgraded).length + Object.keys(kept).length).toBe(
        Object.keys(wish).length,
      );
      for (const [key, level] of Object.entries(before))
        expect(key in droppedPermissions(before, wish)).toBe(!covers(wish[key], level));
    }),
  );
});

test('nothing changed leaves no changes, and each change is named alone', () => {
  const before: TokenReach = {
    permissions: { contents: 'read' },
    repositorySelection: 'SUBSET',
    repositoryIds: [1, 2],
  };
  expect(reachChanges(before, { ...before, repositoryIds: [2, 1] })).toEqual({});
  expect(reachChanges(before, { ...before, repositoryIds: [1] })).toEqual({
    repository_ids: { from: [1, 2], to: [1] },
  });
  expect(reachChanges(before, { ...before, permissions: { contents: 'write' } })).toEqual({
    permissions: { from: { contents: 'read' }, to: { contents: 'write' } },
  });
  expect(reachChanges(before, { ...before, repositorySelection: 'ALL', repositoryIds: [] })).toEqual({
    repository_selection: { from: 'SUBSET', to: 'ALL' },
    repository_ids: { from: [1, 2], to: [] },
  });
});
