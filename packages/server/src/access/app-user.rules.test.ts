import { LEVELS, type PermissionMap } from '@countersign/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Action,
  type AppUserBearer,
  type Bearer,
  decideAccess,
  type Owner,
  type Reach,
  type Resource,
  USER_LEVELS,
} from './access.rules.ts';
import { carriedPermissions } from './carried-permissions.rules.ts';

// An App that acts for a person: what both may do, and no more. (EX-8, RQ-11)

const ACME: Owner = { kind: 'ORGANIZATION', id: 1, login: 'acme' };
const GLOBEX: Owner = { kind: 'ORGANIZATION', id: 2, login: 'globex' };
const SELF: Owner = { kind: 'USER', id: 9, login: 'member' };
const READ: Action = { key: 'contents', level: 'read' };
const PUSH: Action = { key: 'contents', level: 'write' };
const MEMBERS: Action = { key: 'members', level: 'read' };
const REVIEW: Action = { key: 'organization_personal_access_token_requests', level: 'write' };

const reachOf = (permissions: PermissionMap, more: Partial<Reach> = {}): Reach => ({
  repositorySelection: 'ALL',
  repositoryIds: new Set(),
  ...more,
  permissions,
});
const anAppUser = (...reaches: [number, Reach][]): AppUserBearer => ({
  kind: 'APP_USER',
  userId: 9,
  tokenId: 79,
  expiresAt: null,
  reaches: new Map(reaches),
});
/** Where the App is installed on acme alone. */
const onAcme = (permissions: PermissionMap, more: Partial<Reach> = {}) => anAppUser([1, reachOf(permissions, more)]);
const some = (...ids: number[]): Partial<Reach> => ({ repositorySelection: 'SUBSET', repositoryIds: new Set(ids) });
const NOWHERE = anAppUser();

const aRepository = (change: Partial<Extract<Resource, { kind: 'REPOSITORY' }>> = {}): Resource => ({
  kind: 'REPOSITORY',
  id: 5,
  owner: ACME,
  isPublic: false,
  userLevel: 'WRITE',
  ...change,
});
const acmeAs = (userRole: 'OWNER' | 'MEMBER' | null): Resource => ({ kind: 'ORGANIZATION', id: 1, userRole });

/** `ok`, or the refusal's code and, of what is FORBIDDEN, its words. */
const said = (bearer: Bearer, action: Action, resource: Resource | null) => {
  const verdict = decideAccess(bearer, action, resource, null);
  if (verdict.allowed) return 'ok';
  return verdict.because.code === 'FORBIDDEN' ? verdict.because.message : verdict.because.code;
};

describe('GT-3, TK-9: what an App that acts for a person is told', () => {
  const PUBLIC = aRepository({ isPublic: true, userLevel: 'READ' });
  const CODE = onAcme({ contents: 'write', metadata: 'read' });
  const needs = (permission: string) => `This needs the permission ${permission}.`;
  const READS_ONLY = 'The user may not do this in the repository: it needs write access.';
  test.each([
    ['where both may, it reads', CODE, READ, aRepository(), 'ok'],
    ['where both may, it pushes', CODE, PUSH, aRepository(), 'ok'],
    ['where the person only reads, it reads', CODE, READ, aRepository({ userLevel: 'READ' }), 'ok'],
    ['where the person only reads, it does not push', CODE, PUSH, aRepository({ userLevel: 'READ' }), READS_ONLY],
    ['where the App only reads', onAcme({ contents: 'read' }), PUSH, aRepository(), needs('contents:write')],
    ['where the App has other permissions', onAcme({ issues: 'write' }), READ, aRepository(), needs('contents:read')],
    ['where the person sees nothing', CODE, READ, aRepository({ userLevel: null }), 'NOT_FOUND'],
    ['where nothing is', CODE, READ, null, 'NOT_FOUND'],
    ['a repository that the App was given', onAcme({ contents: 'read' }, some(5)), READ, aRepository(), 'ok'],
    ['one that it was not', onAcme({ contents: 'read' }, some(6)), READ, aRepository(), 'NOT_FOUND'],
    ['where the App is not installed', CODE, READ, aRepository({ owner: GLOBEX }), 'NOT_FOUND'],
    ['where the App is nowhere installed', NOWHERE, READ, aRepository(), 'NOT_FOUND'],
    ['the person’s own', CODE, READ, aRepository({ owner: SELF, userLevel: 'ADMIN' }), 'NOT_FOUND'],
    ['TK-8: a public one', CODE, READ, PUBLIC, 'ok'],
    ['TK-8: a public one, of other repositories', onAcme({}, some(6)), READ, PUBLIC, 'ok'],
    ['TK-8: a public one, where the App is nowhere installed', NOWHERE, READ, PUBLIC, 'ok'],
    ['to push to a public one', NOWHERE, PUSH, PUBLIC, 'NOT_FOUND'],
    ['the members', onAcme({ members: 'read' }), MEMBERS, acmeAs('MEMBER'), 'ok'],
    ['the members, which the App may not see', CODE, MEMBERS, acmeAs('OWNER'), needs('members:read')],
    ['the members of a strange organization', onAcme({ members: 'read' }), MEMBERS, acmeAs(null), 'NOT_FOUND'],
    [
      'AP-5: the address of its own person',
      onAcme({ emails: 'read' }),
      { key: 'emails', level: 'read' },
      { kind: 'USER', id: 9 },
      needs('emails:read'),
    ],
  ] as const)('%s', (_, bearer, action, resource, expected) => {
    expect(said(bearer, action, resource)).toBe(expected);
  });
});

describe('RQ-11: an App that acts for a person reviews', () => {
  const REVIEWER = onAcme({ organization_personal_access_token_requests: 'write' });
  const READER = onAcme({ organization_personal_access_token_requests: 'read' });
  const LACKING = 'This needs the permission organization_personal_access_token_requests:write.';
  test.each([
    ['where it may and its person is an owner', REVIEWER, acmeAs('OWNER'), 'ok'],
    ['not where its person is a member', REVIEWER, acmeAs('MEMBER'), LACKING],
    ['not where its person is a stranger', REVIEWER, acmeAs(null), 'NOT_FOUND'],
    ['not where it may only read, though its person is an owner', READER, acmeAs('OWNER'), LACKING],
    ['not where it may nothing, though its person is an owner', onAcme({}), acmeAs('OWNER'), LACKING],
    ['not where it is not installed, though its person is an owner', NOWHERE, acmeAs('OWNER'), 'NOT_FOUND'],
  ] as const)('%s', (_, bearer, resource, expected) => {
    expect(said(bearer, REVIEW, resource)).toBe(expected);
  });
});

describe('properties', () => {
  const KEYS = ['contents', 'metadata', 'issues', 'administration', 'members', REVIEW.key, 'emails'];
  const reach = fc.record({
    permissions: fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...LEVELS)),
    repositorySelection: fc.constantFrom('NONE', 'ALL', 'SUBSET'),
    repositoryIds: fc.array(fc.integer({ min: 4, max: 6 })).map((ids) => new Set(ids)),
  });
  const bearer = fc.array(fc.tuple(fc.constantFrom(1, 2), reach)).map((reaches) => anAppUser(...reaches));
  const action = fc.record({ key: fc.constantFrom(...KEYS), level: fc.constantFrom(...LEVELS) });
  const repository = fc
    .record({
      owner: fc.constantFrom(ACME, GLOBEX, SELF),
      isPublic: fc.boolean(),
      userLevel: fc.option(fc.constantFrom(...USER_LEVELS)),
      id: fc.integer({ min: 4, max: 6 }),
    })
    .map((change) => aRepository(change));
  const organization = fc.record({
    kind: fc.constant('ORGANIZATION' as const),
    id: fc.constantFrom(1, 2),
    userRole: fc.constantFrom('OWNER', 'MEMBER', null),
  });
  const user = fc.record({ kind: fc.constant('USER' as const), id: fc.constantFrom(9, 10) });
  const resource: fc.Arbitrary<Resource> = fc.oneof(repository, organization, user);

  /** By the App's own token, where it is installed. */
  const alone = ({ reaches }: AppUserBearer, asked: Action, what: Resource) => {
    const organizationId =
      what.kind === 'ORGANIZATION'
        ? what.id
        : what.kind === 'REPOSITORY' && what.owner.kind !== 'USER'
          ? what.owner.id
          : 0;
    const held = reaches.get(organizationId);
    return held ? said({ kind: 'APP_INSTALLATION', organizationId, reach: held }, asked, what) : 'NOT_FOUND';
  };
  const isPublicRead = ({ key, level }: Action, what: Resource) =>
    what.kind === 'REPOSITORY' && what.isPublic && level === 'read' && ['contents', 'metadata'].includes(key);

  test('RQ-11, TK-9: it is allowed what its person in a browser and the App by itself both are, and what is public', () => {
    fc.assert(
      fc.property(bearer, action, resource, (who, asked, what) => {
        const person = said({ kind: 'SESSION', userId: 9 }, asked, what);
        const bothMay = person === 'ok' && alone(who, asked, what) === 'ok';
        expect(said(who, asked, what) === 'ok').toBe(bothMay || isPublicRead(asked, what));
      }),
      { numRuns: 2_000 },
    );
  });

  test('GT-3: it is given a reason only where its person may know of the resource and the App was given it', () => {
    fc.assert(
      fc.property(bearer, action, fc.oneof(repository, organization), (who, asked, what) => {
        const verdict = decideAccess(who, asked, what, null);
        if (verdict.allowed || verdict.because.code !== 'FORBIDDEN') return;
        expect(said({ kind: 'SESSION', userId: 9 }, asked, what)).not.toBe('NOT_FOUND');
        expect(alone(who, asked, what)).not.toBe('NOT_FOUND');
      }),
      { numRuns: 2_000 },
    );
  });

  test('what it is said to carry in an organization is what the App was given there; without one, nothing that it lacks in any', () => {
    fc.assert(
      fc.property(bearer, (who) => {
        const everywhere = carriedPermissions(who);
        for (const [organizationId, { permissions }] of who.reaches) {
          expect(carriedPermissions(who, { organizationId })).toEqual(permissions);
          for (const [key, level] of Object.entries(everywhere))
            expect(LEVELS.indexOf(permissions[key]!)).toBeGreaterThanOrEqual(LEVELS.indexOf(level));
        }
      }),
    );
  });

  test('what it carries in all is said at the lowest level of any', () => {
    const [wide, narrow] = [reachOf({ contents: 'write', issues: 'read' }), reachOf({ contents: 'read' })];
    expect(carriedPermissions(anAppUser([1, wide], [2, narrow]))).toEqual({ contents: 'read' });
    expect(carriedPermissions(anAppUser([1, wide]))).toEqual({ contents: 'write', issues: 'read' });
    expect(carriedPermissions(NOWHERE)).toEqual({});
    expect(carriedPermissions(anAppUser([1, wide]), { organizationId: 2 })).toEqual({});
  });
});
