import { LEVELS, LIMITS, PERMISSIONS, permissionOf } from '@countersign/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Expiry,
  type PermissionWish,
  problemsWithLifetime,
  problemsWithSelection,
  problemsWithWords,
  readExpiry,
  readPermissions,
  readScopes,
  statusOf,
} from './token.rules.ts';

const NOW = new Date('2026-11-21T10:00:00.000Z');
const DAY = 86_400_000;
const after = (ms: number) => new Date(NOW.getTime() + ms);

test.each<[string, Expiry, Date | null]>([
  ['one day', { expiresInDays: 1 }, after(DAY)],
  ['366 days', { expiresInDays: 366 }, after(366 * DAY)],
  ['a millisecond from now', { expiresAt: after(1) }, after(1)],
  ['never', { neverExpires: true }, null],
  ['days, and not never', { expiresInDays: 7, neverExpires: false, expiresAt: null }, after(7 * DAY)],
])('TK-4: %s is an expiry', (_, wish, at) => {
  expect(readExpiry(wish, NOW)).toEqual({ at });
});

test.each<[string, Expiry, keyof Expiry]>([
  ['nothing', {}, 'expiresInDays'],
  ['never: false alone', { neverExpires: false }, 'expiresInDays'],
  ['all three', { expiresInDays: 1, expiresAt: after(DAY), neverExpires: true }, 'expiresInDays'],
  ['half a day', { expiresInDays: 0.5 }, 'expiresInDays'],
  ['no days', { expiresInDays: 0 }, 'expiresInDays'],
  ['less than no days', { expiresInDays: -1 }, 'expiresInDays'],
  ['367 days', { expiresInDays: 367 }, 'expiresInDays'],
  ['now', { expiresAt: NOW }, 'expiresAt'],
  ['the past', { expiresAt: after(-1) }, 'expiresAt'],
  ['beyond 366 days', { expiresAt: after(366 * DAY + 1) }, 'expiresAt'],
  ['no date at all', { expiresAt: new Date('nonsense') }, 'expiresAt'],
])('TK-4: %s is no expiry, and %s is named', (_, wish, field) => {
  expect(readExpiry(wish, NOW)).toEqual({ problems: { [field]: expect.any(String) } });
});

test('TK-4: whatever is given, a token lives a whole wish or never ends: longer than 0, no longer than 366 days', () => {
  const wishes = fc.record(
    {
      expiresInDays: fc.option(fc.integer({ min: -400, max: 800 })),
      expiresAt: fc.option(fc.integer({ min: -400 * DAY, max: 800 * DAY }).map(after)),
      neverExpires: fc.option(fc.boolean()),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(wishes, (wish) => {
      const read = readExpiry(wish, NOW);
      const life = 'at' in read && read.at ? read.at.getTime() - NOW.getTime() : null;
      const isSound =
        'problems' in read
          ? Object.keys(read.problems).length === 1
          : life === null
            ? wish.neverExpires
            : life > 0 && life <= LIMITS.lifetimeDays * DAY;
      expect(isSound).toBe(true);
    }),
  );
});

const aWish: fc.Arbitrary<PermissionWish> = fc.record({
  key: fc.oneof(
    fc.constantFrom(...PERMISSIONS.map(({ key }) => key)),
    fc.constantFrom('__proto__', 'toString', 'checks'),
  ),
  level: fc.constantFrom(...LEVELS),
});

test('TK-4: what is read of any wish fits its owner: known keys at known levels, each group only where it belongs', () => {
  const anyWish = fc.tuple(fc.array(aWish, { maxLength: 4 }), fc.constantFrom('USER', 'ORGANIZATION'), fc.boolean());
  fc.assert(
    fc.property(anyWish, ([wishes, owner, hasRepositories]) => {
      const read = readPermissions(wishes, owner, hasRepositories);
      expect('permissions' in read || Object.keys(read.problems).join()).toBeOneOf([true, 'permissions']);
      const held = 'permissions' in read ? Object.entries(read.permissions) : [];
      const groups = new Set(held.map(([key]) => permissionOf(key)!.resource));
      expect(held.every(([key, level]) => permissionOf(key)!.levels.includes(level))).toBe(true);
      expect(groups.has(owner === 'USER' ? 'organization' : 'user')).toBe(false);
      expect(groups.has('repository')).toBe(held.some(([key]) => key === 'metadata'));
      expect(hasRepositories || !groups.has('repository')).toBe(true);
      expect(held.length).toBeLessThanOrEqual(wishes.length + 1);
    }),
    { numRuns: 500 },
  );
});

test('TK-4: every permission of the catalogue can be held at each of its levels, and at no other', () => {
  for (const { key, levels, resource } of PERMISSIONS)
    for (const level of LEVELS) {
      const read = readPermissions([{ key, level }], resource === 'user' ? 'USER' : 'ORGANIZATION', true);
      expect('permissions' in read, `${key}:${level}`).toBe(levels.includes(level));
    }
});

test.each([
  ['NONE', 0, true],
  ['ALL', 0, true],
  ['ALL', 1, false],
  ['NONE', 1, false],
  ['SUBSET', 0, false],
  ['SUBSET', 1, true],
  ['SUBSET', 50, true],
  ['SUBSET', 51, false],
] as const)('TK-4: %s with %i named repositories: %s', (selection, named, isGood) => {
  expect(Object.keys(problemsWithSelection(selection, named))).toEqual(isGood ? [] : ['repositories']);
});

test('TK-4: each text that is too long is named, all at once; lengths are those of the form', () => {
  const words = { name: '한'.repeat(41), description: 'x'.repeat(1025), reason: 'x'.repeat(1025) };
  expect(Object.keys(problemsWithWords(words))).toEqual(['name', 'description', 'reason']);
  const longest = { name: ` ${'한'.repeat(40)} `, description: 'x'.repeat(1024), reason: 'x'.repeat(1024) };
  expect(problemsWithWords(longest)).toEqual({});
});

test.each([
  ['ACTIVE', {}],
  ['ACTIVE', { expiresAt: after(1) }],
  ['EXPIRED', { expiresAt: NOW }],
  ['REVOKED', { revokedAt: NOW, expiresAt: NOW }],
  ['REVOKED', { deletedAt: NOW }],
] as const)('EX-2: %s by the clock: %o', (status, more) => {
  expect(statusOf({ expiresAt: null, revokedAt: null, deletedAt: null, ...more }, NOW)).toBe(status);
});

test.each<[string, Expiry, Date | null, number | null, keyof Expiry | null]>([
  ['no limit', { neverExpires: true }, null, null, null],
  ['the limit itself', { expiresInDays: 7 }, after(7 * DAY), 7, null],
  ['a day too long', { expiresInDays: 8 }, after(8 * DAY), 7, 'expiresInDays'],
  ['a millisecond too long', { expiresAt: after(7 * DAY + 1) }, after(7 * DAY + 1), 7, 'expiresAt'],
  ['no end', { neverExpires: true }, null, 366, 'neverExpires'],
])('PO-5: %s', (_, wish, expiresAt, maxDays, field) => {
  const problems = problemsWithLifetime(wish, { now: NOW, expiresAt }, { login: 'acme', maxDays });
  expect(problems).toEqual(field ? { [field]: `acme lets tokens live ${maxDays} days at most.` } : {});
});

test.each([
  [[], []],
  [['repo'], ['repo']],
  [
    ['user:email', 'repo', 'repo', 'user', 'repo:status'],
    ['repo', 'user'],
  ],
  [['read:org', 'admin:org', 'write:org'], ['admin:org']],
  [
    ['read:org', 'public_repo'],
    ['public_repo', 'read:org'],
  ],
])('TK-7: of the scopes %j are kept %j', (wished, scopes) => {
  expect(readScopes(wished)).toEqual({ scopes });
});

test.each(['', 'Repo', 'repo ', 'toString', 'contents', '*'])('TK-7: %j is no scope', (scope) => {
  expect(readScopes(['repo', scope])).toEqual({ problems: { scopes: `There is no scope "${scope}".` } });
});
