import { expect, test } from 'vitest';
import { checkDraft, placeServerProblems } from './check-draft.ts';
import { dateRange, defaultExpiry, expiresAtOf, fitsLimit, presetsWithin } from './expiry.ts';
import { emptyDraft, wantedPermissions, withOwner, withPermission } from './token-draft.ts';

const NOW = Date.parse('2026-03-01T15:00:00Z');
const me = { login: 'mona', isOrganization: false, approvalRequired: false, maximumLifetimeDays: null };
const acme = { login: 'acme', isOrganization: true, approvalRequired: true, maximumLifetimeDays: 14 };

test('TK-4: presets beyond the limit are not offered, and the default is 30 days or the shorter limit', () => {
  expect(presetsWithin(null)).toEqual([7, 30, 60, 90]);
  expect(presetsWithin(14)).toEqual([7]);
  expect(defaultExpiry(null)).toEqual({ kind: 'days', days: 30 });
  expect(defaultExpiry(14)).toEqual({ kind: 'days', days: 14 });
});

test('TK-4: a custom date is a day from tomorrow to the limit, and its moment is never beyond the limit', () => {
  const { first, last } = dateRange(null, NOW);
  expect([first, last]).toEqual(['2026-03-02', '2027-03-02']);
  expect(fitsLimit({ kind: 'date', date: '2026-03-01' }, null, NOW)).toBe(false);
  expect(fitsLimit({ kind: 'date', date: '2027-03-03' }, null, NOW)).toBe(false);
  expect(expiresAtOf({ kind: 'date', date: last }, NOW)!.getTime()).toBeLessThanOrEqual(NOW + 366 * 86_400_000);
  expect(fitsLimit({ kind: 'never' }, 366, NOW)).toBe(false);
});

test('TK-4: metadata comes with any repository permission, and goes with the last of them', () => {
  const all = { ...emptyDraft(acme), repositorySelection: 'ALL' as const };
  const chosen = withPermission(withPermission(all, 'contents', 'write'), 'members', 'read');

  expect(wantedPermissions(chosen, acme)).toEqual({ contents: 'write', members: 'read', metadata: 'read' });
  expect(wantedPermissions(withPermission(chosen, 'contents', null), acme)).toEqual({ members: 'read' });
  expect(wantedPermissions({ ...chosen, repositorySelection: 'NONE' }, acme)).toEqual({ members: 'read' });
});

test('another resource owner drops what does not fit there and says what it was', () => {
  const draft = {
    ...emptyDraft(me),
    expiry: { kind: 'days' as const, days: 90 },
    repositorySelection: 'SUBSET' as const,
    repositories: [{ id: '1', name: 'notes' }],
    permissions: { contents: 'read', emails: 'read' } as const,
  };
  const moved = withOwner(draft, acme, NOW);

  expect(moved.dropped).toEqual({ repositories: 1, permissions: ['Email addresses'], expiry: true });
  expect(moved.draft).toMatchObject({
    resourceOwner: 'acme',
    repositories: [],
    permissions: { contents: 'read' },
    expiry: { kind: 'days', days: 14 },
  });
});

test('the form names each field that cannot be right', () => {
  const draft = {
    ...emptyDraft(acme),
    name: ' ',
    reason: 'x'.repeat(1025),
    expiry: { kind: 'days' as const, days: 30 },
    repositorySelection: 'SUBSET' as const,
  };
  expect(checkDraft(draft, acme, NOW)).toEqual({
    name: 'nameMissing',
    expiry: 'dateOutOfRange',
    reason: 'reasonTooLong',
    repositories: 'repositoriesMissing',
  });
});

test('what the server says of an input is placed at its part of the form', () => {
  expect(
    placeServerProblems({ name: 'Taken.', expiresInDays: 'Too long.', 'permissions.foo': 'Unknown.', other: 'Hm.' }),
  ).toEqual({ problems: { name: 'Taken.', expiry: 'Too long.', permissions: 'Unknown.' }, rest: ['Hm.'] });
});
