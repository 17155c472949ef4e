import { APP_ONLY_PERMISSIONS, LEVELS, PERMISSIONS, SCOPES, scopesCover } from '@countersign/schema';
import { describe, expect, test } from 'vitest';
import {
  OPENS,
  REACHING_SCOPES,
  scopesFor,
  scopesOpen,
  seesOrganizations,
  seesPrivateRepositories,
} from './scopes.rules.ts';

const ALL = SCOPES.map(({ scope }) => scope);
const ACTIONS = PERMISSIONS.flatMap(({ key, levels }) => levels.map((level) => ({ key, level })));
const opens = (scope: string, onPublic: boolean) =>
  ACTIONS.filter((action) => scopesOpen([scope], action, onPublic)).map(({ key, level }) => `${key}:${level}`);

describe('TK-7: the table of scopes', () => {
  test('every scope in it is one of the catalogue, every permission too, at a level that it has', () => {
    for (const [scope, permissions] of Object.entries(OPENS)) {
      expect(ALL).toContain(scope);
      for (const [key, level] of Object.entries(permissions))
        expect(PERMISSIONS.find((permission) => permission.key === key)?.levels, `${scope}: ${key}`).toContain(level);
    }
  });

  test('RQ-11: nothing that only Apps can hold stands in it, so that no scope reviews', () => {
    expect(APP_ONLY_PERMISSIONS.length).toBeGreaterThan(0);
    for (const { key } of APP_ONLY_PERMISSIONS)
      for (const level of LEVELS) expect(scopesFor({ key, level }, true)).toEqual([]);
  });

  test('what opens nothing here is what this product has nothing for', () => {
    expect(ALL.filter((scope) => opens(scope, true).length === 0)).toEqual([
      'write:packages',
      'read:packages',
      'delete:packages',
      'delete_repo',
      'admin:enterprise',
      'manage_runners:enterprise',
      'manage_billing:enterprise',
      'read:enterprise',
      'scim:enterprise',
      'audit_log',
      'read:audit_log',
    ]);
  });

  test.each([true, false])(
    'a scope opens all that the scopes inside it open; in public repositories: %s',
    (onPublic) => {
      const closed = SCOPES.flatMap(({ scope, parent }) => {
        const opened = opens(parent ?? scope, onPublic);
        return opens(scope, onPublic).flatMap((action) => (opened.includes(action) ? [] : [`${parent}: ${action}`]));
      });
      expect(closed).toEqual([]);
    },
  );

  test('a scope opens a level with every level below it', () => {
    const gaps = ALL.flatMap((scope) =>
      PERMISSIONS.flatMap(({ key, levels }) => {
        const opened = levels.map((level) => scopesOpen([scope], { key, level }));
        return opened.lastIndexOf(true) > opened.indexOf(false) && opened.includes(false) ? [`${scope}: ${key}`] : [];
      }),
    );
    expect(gaps).toEqual([]);
  });
});

test.each([
  ['contents', 'read', false, ['repo']],
  ['contents', 'write', true, ['public_repo', 'repo']],
  ['contents', 'write', false, ['repo']],
  ['metadata', 'read', false, ['repo']],
  ['statuses', 'write', false, ['repo:status', 'repo']],
  ['workflows', 'write', false, ['workflow']],
  ['members', 'read', false, ['read:org', 'write:org', 'admin:org']],
  ['members', 'write', false, ['write:org', 'admin:org']],
  ['organization_administration', 'write', false, ['admin:org']],
  ['emails', 'read', false, ['user:email', 'user']],
  ['emails', 'write', false, ['user']],
  ['nothing_at_all', 'read', true, []],
] as const)('%s: %s, in a public repository: %s, is opened by %j, the least first', (key, level, onPublic, scopes) => {
  expect(scopesFor({ key, level }, onPublic)).toEqual(scopes);
});

test('no two scopes stand in an order that depends on where one begins', () => {
  for (const action of ACTIONS) {
    const scopes = scopesFor(action, true);
    // Whatever contains another stands behind it: the first is what a caller is told to add.
    for (const [index, scope] of scopes.entries())
      for (const later of scopes.slice(index + 1))
        expect(scopesCover([scope], later), `${scope}, ${later}`).toBe(false);
  }
});

test('public_repo is for public repositories alone', () => {
  expect(opens('public_repo', false)).toEqual([]);
  expect(opens('public_repo', true)).toEqual(expect.arrayContaining(['contents:write', 'metadata:read']));
});

test('which scopes show private repositories, which that there are organizations, which reach anything of one', () => {
  expect(ALL.filter((scope) => seesPrivateRepositories([scope]))).toEqual(['repo']);
  expect(ALL.filter((scope) => seesOrganizations([scope]))).toEqual(['repo', 'admin:org', 'write:org', 'read:org']);
  expect([seesPrivateRepositories([]), seesOrganizations([])]).toEqual([false, false]);
  expect(REACHING_SCOPES).toEqual(expect.arrayContaining(['repo', 'public_repo', 'admin:org', 'read:org']));
  for (const scope of ['user', 'user:email', 'gist', 'notifications', 'read:gpg_key', 'delete_repo'])
    expect(REACHING_SCOPES).not.toContain(scope);
});
