import { expect, test } from 'vitest';
import { APP_ONLY_PERMISSIONS, covers, levelsFrom, PERMISSIONS, permissionOf, SCOPES, scopesCover } from './index.ts';

test('no key stands twice in the catalogue', () => {
  const keys = [...PERMISSIONS, ...APP_ONLY_PERMISSIONS].map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});

test('RQ-11: no personal token can hold the review permissions', () => {
  expect(permissionOf('organization_personal_access_token_requests')).toBeNull();
  expect(permissionOf('contents')).toMatchObject({ resource: 'repository', levels: ['read', 'write'] });
});

test('a level contains those below it', () => {
  expect(covers('write', 'read')).toBe(true);
  expect(covers('read', 'write')).toBe(false);
  expect(covers(null, 'read')).toBe(false);
  expect(levelsFrom('write')).toEqual(['write', 'admin']);
});

test('TK-7: a scope contains its children', () => {
  expect(scopesCover(['repo'], 'public_repo')).toBe(true);
  expect(scopesCover(['public_repo'], 'repo')).toBe(false);
  expect(scopesCover(['admin:org'], 'read:org')).toBe(true);
  expect(scopesCover([], 'repo')).toBe(false);
  expect(SCOPES.every(({ parent }) => parent === null || SCOPES.some(({ scope }) => scope === parent))).toBe(true);
});
