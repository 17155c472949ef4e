import { expect, test } from 'vitest';
import { readPrefill } from './prefill.ts';
import type { OwnerTerms } from './token-draft.ts';

const NOW = Date.parse('2026-03-01T15:00:00Z');
const me: OwnerTerms = { login: 'mona', isOrganization: false, approvalRequired: false, maximumLifetimeDays: null };
const acme: OwnerTerms = { login: 'acme', isOrganization: true, approvalRequired: true, maximumLifetimeDays: 90 };
const read = (query: string) => readPrefill(new URLSearchParams(query), [me, acme], NOW);

test('TK-6: an address fills name, description, owner, expiry and permissions', () => {
  const { draft, owner, problems } = read(
    'name=deploy&description=CI&target_name=ACME&expires_in=45&contents=write&organization_projects=admin',
  );

  expect(problems).toEqual([]);
  expect(owner).toBe(acme);
  expect(draft).toMatchObject({
    name: 'deploy',
    description: 'CI',
    resourceOwner: 'acme',
    expiry: { kind: 'days', days: 45 },
    permissions: { contents: 'write', organization_projects: 'admin' },
  });
});

test('TK-6: repository permissions ask for a choice of repositories and widen nothing by themselves', () => {
  expect(read('contents=read').draft).toMatchObject({ repositorySelection: 'SUBSET', repositories: [] });
  expect(read('emails=read').draft).toMatchObject({ repositorySelection: 'NONE' });
});

test('TK-6: what is unknown or does not fit its owner is left out and named', () => {
  const { draft, owner, problems } = read('target_name=ghost&expires_in=400&contents=admin&members=read&utm=x');

  expect(owner).toBe(me);
  expect(draft).toMatchObject({ expiry: { kind: 'days', days: 30 }, permissions: {} });
  expect(problems).toEqual([
    { problem: 'owner', value: 'ghost' },
    { problem: 'expiry', value: '400' },
    { problem: 'permission', value: 'contents=admin' },
    { problem: 'permission', value: 'members=read' },
  ]);
  expect(read('expires_in=none').draft.expiry).toEqual({ kind: 'never' });
  expect(read('target_name=acme&expires_in=none').problems).toEqual([{ problem: 'expiry', value: 'none' }]);
});
