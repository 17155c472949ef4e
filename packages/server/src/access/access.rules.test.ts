import { LEVELS, PERMISSIONS, SCOPES, withoutImplied } from '@countersign/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TokenPolicy } from '../features/token-policies/token-policy.rules.ts';
import {
  type Action,
  type Bearer,
  type ClassicBearer,
  decideAccess,
  type FineGrainedBearer,
  type Holding,
  type Owner,
  type Reach,
  type Resource,
  tokenHolds,
  USER_LEVELS,
} from './access.rules.ts';

const DAY = 24 * 60 * 60 * 1000;
const NOW = new Date('2026-03-01T12:00:00Z');
const ACME: Owner = { kind: 'ORGANIZATION', id: 1, login: 'acme' };
const GLOBEX: Owner = { kind: 'ORGANIZATION', id: 2, login: 'globex' };
const SELF: Owner = { kind: 'USER', id: 9, login: 'member' };
const READ: Action = { key: 'contents', level: 'read' };
const PUSH: Action = { key: 'contents', level: 'write' };
const REVIEW: Action = { key: 'organization_personal_access_token_requests', level: 'write' };

const OPEN_POLICY: TokenPolicy = {
  optedIn: true,
  fineGrainedAccess: 'ALLOWED',
  classicAccess: 'ALLOWED',
  approval: 'REQUIRED',
  fineGrainedMaxDays: 366,
  classicMaxDays: null,
};
const ALL: Reach = {
  permissions: { contents: 'write', metadata: 'read' },
  repositorySelection: 'ALL',
  repositoryIds: new Set(),
};

const aToken = (change: Partial<FineGrainedBearer> = {}): FineGrainedBearer => ({
  kind: 'FINE_GRAINED',
  userId: 9,
  tokenId: 77,
  owner: ACME,
  issuedAt: NOW,
  expiresAt: new Date(NOW.getTime() + 30 * DAY),
  reach: ALL,
  latestRequest: 'APPROVED',
  ...change,
});
const aClassic = (...scopes: string[]): ClassicBearer => ({
  kind: 'CLASSIC',
  userId: 9,
  tokenId: 78,
  scopes,
  issuedAt: NOW,
  expiresAt: new Date(NOW.getTime() + 30 * DAY),
});
const aRepository = (change: Partial<Extract<Resource, { kind: 'REPOSITORY' }>> = {}): Resource => ({
  kind: 'REPOSITORY',
  id: 5,
  owner: ACME,
  isPublic: false,
  userLevel: 'WRITE',
  ...change,
});
const SESSION: Bearer = { kind: 'SESSION', userId: 9 };
const NOBODY: Bearer = { kind: 'ANONYMOUS' };
const anApp = (permissions: Reach['permissions'], reach: Partial<Reach> = {}): Bearer => ({
  kind: 'APP_INSTALLATION',
  organizationId: 1,
  reach: { repositorySelection: 'ALL', repositoryIds: new Set(), ...reach, permissions },
});

/** `ok`, or the refusal's code and, of what is FORBIDDEN, its words. */
const said = (bearer: Bearer, action: Action, resource: Resource | null, policy: TokenPolicy | null = OPEN_POLICY) =>
  saidTo(bearer, action, resource, policy && { login: 'acme', role: 'MEMBER', policy });
const saidTo = (bearer: Bearer, action: Action, resource: Resource | null, holding: Holding | null) => {
  const verdict = decideAccess(bearer, action, resource, holding);
  if (verdict.allowed) return 'ok';
  return verdict.because.code === 'FORBIDDEN' ? verdict.because.message : verdict.because.code;
};

describe('GT-3: what each bearer is told of a repository', () => {
  const PUBLIC = aRepository({ isPublic: true, userLevel: 'READ' });
  test.each([
    ['nobody reads a public one', NOBODY, READ, PUBLIC, 'ok'],
    ['nobody pushes to a public one', NOBODY, PUSH, PUBLIC, 'UNAUTHENTICATED'],
    ['nobody asks for a private one', NOBODY, READ, aRepository(), 'UNAUTHENTICATED'],
    ['nobody asks for one that is not there', NOBODY, READ, null, 'UNAUTHENTICATED'],
    ['a person reads theirs', SESSION, READ, aRepository(), 'ok'],
    ['a person asks for an invisible one', SESSION, READ, aRepository({ userLevel: null }), 'NOT_FOUND'],
    [
      'a person who reads only pushes',
      SESSION,
      PUSH,
      aRepository({ userLevel: 'READ' }),
      'The user may not do this in the repository: it needs write access.',
    ],
    ['a granted token reads', aToken(), READ, aRepository(), 'ok'],
    ['a granted token pushes', aToken(), PUSH, aRepository(), 'ok'],
    ['a token asks for one that is not there', aToken(), READ, null, 'NOT_FOUND'],
    [
      "a token asks for another owner's, which its person reads",
      aToken(),
      READ,
      aRepository({ owner: GLOBEX }),
      'NOT_FOUND',
    ],
    ['a token asks where its person sees nothing', aToken(), READ, aRepository({ userLevel: null }), 'NOT_FOUND'],
    [
      'a token whose person lost the right to push',
      aToken(),
      PUSH,
      aRepository({ userLevel: 'READ' }),
      'The user may not do this in the repository: it needs write access.',
    ],
    [
      'a waiting token',
      aToken({ reach: null, latestRequest: 'PENDING' }),
      READ,
      aRepository(),
      'The token is waiting for approval by an owner of acme.',
    ],
    ['a waiting token reads what is public', aToken({ reach: null, latestRequest: 'PENDING' }), READ, PUBLIC, 'ok'],
    [
      'a denied token',
      aToken({ reach: null, latestRequest: 'DENIED' }),
      READ,
      aRepository(),
      "An owner of acme denied the token's request.",
    ],
    [
      'a revoked grant',
      aToken({ reach: null, latestRequest: 'APPROVED' }),
      READ,
      aRepository(),
      'acme has not granted the token access.',
    ],
    [
      'a token without the permission',
      aToken({ reach: { ...ALL, permissions: { metadata: 'read' } } }),
      READ,
      aRepository(),
      'This needs the permission contents:read.',
    ],
    [
      'a token of other repositories',
      aToken({ reach: { ...ALL, repositorySelection: 'SUBSET', repositoryIds: new Set([6]) } }),
      READ,
      aRepository(),
      'The token was not given this repository.',
    ],
    [
      'a token of this repository',
      aToken({ reach: { ...ALL, repositorySelection: 'SUBSET', repositoryIds: new Set([5]) } }),
      READ,
      aRepository(),
      'ok',
    ],
    ['a token of oneself', aToken({ owner: SELF }), READ, aRepository({ owner: SELF, userLevel: 'ADMIN' }), 'ok'],
    ['an App with the permission', anApp({ contents: 'read' }), READ, aRepository({ userLevel: null }), 'ok'],
    [
      'an App without it',
      anApp({ metadata: 'read' }),
      READ,
      aRepository({ userLevel: null }),
      'This needs the permission contents:read.',
    ],
    [
      'an App of this repository',
      anApp({ contents: 'read' }, { repositorySelection: 'SUBSET', repositoryIds: new Set([5]) }),
      READ,
      aRepository({ userLevel: null }),
      'ok',
    ],
    [
      'an App of another repository',
      anApp({ contents: 'read' }, { repositorySelection: 'SUBSET', repositoryIds: new Set([6]) }),
      READ,
      aRepository({ userLevel: null }),
      'NOT_FOUND',
    ],
    [
      'an App elsewhere',
      anApp({ contents: 'read' }),
      READ,
      aRepository({ owner: GLOBEX, userLevel: null }),
      'NOT_FOUND',
    ],
  ] as const)('%s', (_, bearer, action, resource, expected) => {
    expect(said(bearer, action, resource)).toBe(expected);
  });
});

describe('PO-4, PO-5: what the policy says at this moment', () => {
  test.each([
    ['restricted', { fineGrainedAccess: 'RESTRICTED' }, 'acme does not allow fine-grained personal access tokens.'],
    ['not opted in', { optedIn: false }, 'acme does not allow fine-grained personal access tokens.'],
    ['30 days at most', { fineGrainedMaxDays: 30 }, 'ok'],
    [
      '29 days at most',
      { fineGrainedMaxDays: 29 },
      'acme does not allow fine-grained personal access tokens that live longer than 29 days. Regenerate it with a shorter lifetime.',
    ],
    [
      '1 day at most',
      { fineGrainedMaxDays: 1 },
      'acme does not allow fine-grained personal access tokens that live longer than 1 day. Regenerate it with a shorter lifetime.',
    ],
    ['no limit', { fineGrainedMaxDays: null }, 'ok'],
  ] as const)('%s', (_, change, expected) => {
    expect(said(aToken(), READ, aRepository(), { ...OPEN_POLICY, ...change })).toBe(expected);
  });

  test('a token that never expires is longer than any limit', () => {
    expect(said(aToken({ expiresAt: null }), READ, aRepository())).toContain('longer than 366 days');
  });

  test('GN-3: a token whose person is no member any more', () => {
    expect(said(aToken(), READ, aRepository(), null)).toBe("The token's user is not a member of acme.");
  });
});

describe('TK-7, GT-3: what a classic token is told, by its scopes', () => {
  const MEMBERS: Action = { key: 'members', level: 'read' };
  const EMAILS: Action = { key: 'emails', level: 'read' };
  const PUBLIC = aRepository({ isPublic: true });
  const OWN = aRepository({ owner: SELF, userLevel: 'ADMIN' });
  const FRIENDS: Owner = { kind: 'USER', id: 10, login: 'friend' };
  const acmeAs = (userRole: 'OWNER' | 'MEMBER' | null): Resource => ({ kind: 'ORGANIZATION', id: 1, userRole });
  const needs = (scope: string) => `This needs the scope ${scope}, which the token does not have.`;
  const READS_ONLY = 'The user may not do this in the repository: it needs write access.';
  test.each([
    ['none reads what is public', aClassic(), READ, PUBLIC, 'ok'],
    ['none reads nothing private', aClassic(), READ, aRepository(), needs('repo')],
    ['none pushes nowhere', aClassic(), PUSH, PUBLIC, needs('public_repo')],
    ['public_repo pushes to what is public', aClassic('public_repo'), PUSH, PUBLIC, 'ok'],
    ['public_repo reads nothing private', aClassic('public_repo'), READ, aRepository(), needs('repo')],
    ['repo pushes', aClassic('repo'), PUSH, aRepository(), 'ok'],
    ['repo pushes to what is public', aClassic('repo'), PUSH, PUBLIC, 'ok'],
    ['repo reads what its person reads alone', aClassic('repo'), READ, aRepository({ userLevel: 'READ' }), 'ok'],
    ['repo pushes where its person reads', aClassic('repo'), PUSH, aRepository({ userLevel: 'READ' }), READS_ONLY],
    ['without the scope, too, the person is named', aClassic(), PUSH, aRepository({ userLevel: 'READ' }), READS_ONLY],
    ['repo asks where its person sees nothing', aClassic('repo'), READ, aRepository({ userLevel: null }), 'NOT_FOUND'],
    ['repo asks for one that is not there', aClassic('repo'), READ, null, 'NOT_FOUND'],
    ["repo in what is its person's own", aClassic('repo'), PUSH, OWN, 'ok'],
    ["none in what is its person's own", aClassic(), READ, OWN, needs('repo')],
    ["repo in a friend's", aClassic('repo'), PUSH, aRepository({ owner: FRIENDS }), 'ok'],
    ["none in a friend's: no word", aClassic(), READ, aRepository({ owner: FRIENDS }), 'NOT_FOUND'],
    ['read:org sees the members', aClassic('read:org'), MEMBERS, acmeAs('MEMBER'), 'ok'],
    ['admin:org sees them too', aClassic('admin:org'), MEMBERS, acmeAs('MEMBER'), 'ok'],
    ['repo does not', aClassic('repo'), MEMBERS, acmeAs('MEMBER'), needs('read:org')],
    ['read:org of a stranger', aClassic('read:org'), MEMBERS, acmeAs(null), 'NOT_FOUND'],
    [
      'admin:org of a member administers nothing',
      aClassic('admin:org'),
      { key: 'organization_administration', level: 'write' },
      acmeAs('MEMBER'),
      'This needs the permission organization_administration:write.',
    ],
    ['user:email shows the address', aClassic('user:email'), EMAILS, { kind: 'USER', id: 9 }, 'ok'],
    ['user shows it too', aClassic('user'), EMAILS, { kind: 'USER', id: 9 }, 'ok'],
    ['repo does not show it', aClassic('repo'), EMAILS, { kind: 'USER', id: 9 }, needs('user:email')],
    [
      "user shows nobody else's",
      aClassic('user'),
      EMAILS,
      { kind: 'USER', id: 10 },
      'This needs the permission emails:read.',
    ],
  ] as const)('%s', (_, bearer, action, resource, expected) => {
    expect(said(bearer, action, resource)).toBe(expected);
  });
});

describe('PO-4, PO-5: what the policy says to a classic token at this moment', () => {
  const RESTRICTED =
    'acme does not allow personal access tokens (classic). Use a fine-grained personal access token or an App instead.';
  const tooLong = (days: number) =>
    `acme does not allow personal access tokens (classic) that live longer than ${days} days. Regenerate it with a shorter lifetime.`;
  const endless = { ...aClassic('repo'), expiresAt: null };
  test.each([
    ['restricted', aClassic('repo'), { classicAccess: 'RESTRICTED' }, RESTRICTED],
    ['restricted, and too long', endless, { classicAccess: 'RESTRICTED', classicMaxDays: 1 }, RESTRICTED],
    ['restricted, without the scope', aClassic(), { classicAccess: 'RESTRICTED' }, RESTRICTED],
    ['fine-grained ones restricted', aClassic('repo'), { fineGrainedAccess: 'RESTRICTED', optedIn: false }, 'ok'],
    ['fine-grained ones short', aClassic('repo'), { fineGrainedMaxDays: 1 }, 'ok'],
    ['30 days at most', aClassic('repo'), { classicMaxDays: 30 }, 'ok'],
    ['29 days at most', aClassic('repo'), { classicMaxDays: 29 }, tooLong(29)],
    ['366 days for what never expires', endless, { classicMaxDays: 366 }, tooLong(366)],
    ['no limit for what never expires', endless, { classicMaxDays: null }, 'ok'],
  ] as const)('%s', (_, bearer, change, expected) => {
    const policy = { ...OPEN_POLICY, ...change };
    expect(said(bearer, READ, aRepository(), policy)).toBe(expected);
    expect(said(bearer, READ, aRepository({ isPublic: true }), policy)).toBe('ok');
    // Who is no member, but was given the repository, is bound and told nothing.
    const asGuest = saidTo(bearer, READ, aRepository(), { login: 'acme', role: null, policy });
    expect(asGuest).toBe(expected === 'ok' ? 'ok' : 'NOT_FOUND');
  });

  test('the page that mends it is named: a new token for the restricted kind, the token itself for its lifetime', () => {
    const mendAt = (policy: TokenPolicy) => {
      const verdict = decideAccess(aClassic('repo'), READ, aRepository(), { login: 'acme', role: 'MEMBER', policy });
      return verdict.allowed ? null : verdict.because;
    };
    expect(mendAt({ ...OPEN_POLICY, classicAccess: 'RESTRICTED' })).toMatchObject({
      mendAt: '/settings/personal-access-tokens/new',
      policy: 'acme',
    });
    expect(mendAt({ ...OPEN_POLICY, classicMaxDays: 1 })).toMatchObject({
      mendAt: '/settings/tokens/78',
      policy: 'acme',
    });
  });

  test('without a holding nothing of an organization is let through but what is public', () => {
    expect(said(aClassic('repo'), READ, aRepository(), null)).toBe('NOT_FOUND');
    expect(said(aClassic('repo'), READ, aRepository({ isPublic: true }), null)).toBe('ok');
  });
});

describe('RQ-11: who may review', () => {
  const acmeAs = (userRole: 'OWNER' | 'MEMBER' | null): Resource => ({ kind: 'ORGANIZATION', id: 1, userRole });
  test.each([
    ["an owner's session", SESSION, acmeAs('OWNER'), 'ok'],
    [
      "a member's session",
      SESSION,
      acmeAs('MEMBER'),
      'This needs the permission organization_personal_access_token_requests:write.',
    ],
    ["a stranger's session", SESSION, acmeAs(null), 'NOT_FOUND'],
    [
      "an owner's token with everything there is to have",
      aToken({ reach: { ...ALL, permissions: Object.fromEntries(PERMISSIONS.map(({ key }) => [key, 'admin'])) } }),
      acmeAs('OWNER'),
      'This needs the permission organization_personal_access_token_requests:write.',
    ],
    [
      "an owner's classic token with every scope there is",
      aClassic(...SCOPES.map(({ scope }) => scope)),
      acmeAs('OWNER'),
      'This needs the permission organization_personal_access_token_requests:write.',
    ],
    ['an App with the permission', anApp({ organization_personal_access_token_requests: 'write' }), acmeAs(null), 'ok'],
    [
      'an App that may only read',
      anApp({ organization_personal_access_token_requests: 'read' }),
      acmeAs(null),
      'This needs the permission organization_personal_access_token_requests:write.',
    ],
  ] as const)('%s', (_, bearer, resource, expected) => {
    expect(said(bearer, REVIEW, resource)).toBe(expected);
  });
});

test.each([
  ['one millisecond before it expires', { expiresAt: new Date(NOW.getTime() + 1) }, true],
  ['at that millisecond', { expiresAt: NOW }, false],
  ['never expiring', { expiresAt: null }, true],
  ['deleted', { deletedAt: NOW }, false],
  ['revoked', { revokedAt: NOW }, false],
])('EX-1, EX-2: a token %s', (_, change, holds) => {
  const token = { expiresAt: null, deletedAt: null, revokedAt: null, ...change };
  expect(tokenHolds(token, { suspendedAt: null }, NOW)).toBe(holds);
  expect(tokenHolds(token, { suspendedAt: NOW }, NOW)).toBe(false);
});

describe('properties', () => {
  const owner = fc.constantFrom(ACME, GLOBEX, SELF);
  const permissions = fc.dictionary(
    fc.constantFrom('contents', 'metadata', 'issues', 'members'),
    fc.constantFrom(...LEVELS),
  );
  const reach = fc.record({
    permissions,
    repositorySelection: fc.constantFrom('NONE', 'ALL', 'SUBSET'),
    repositoryIds: fc.array(fc.integer({ min: 4, max: 6 })).map((ids) => new Set(ids)),
  });
  const token = fc
    .record({
      owner,
      reach: fc.option(reach),
      latestRequest: fc.constantFrom('PENDING', 'APPROVED', 'DENIED', 'CANCELLED', null),
      expiresAt: fc.option(fc.integer({ min: 1, max: 400 }).map((days) => new Date(NOW.getTime() + days * DAY))),
    })
    .map(aToken);
  const scopes = fc.subarray(SCOPES.map(({ scope }) => scope));
  const classic = fc
    .record({
      scopes,
      expiresAt: fc.option(fc.integer({ min: 1, max: 400 }).map((days) => new Date(NOW.getTime() + days * DAY))),
    })
    .map((change) => ({ ...aClassic(), ...change }));
  const repository = fc
    .record({
      owner,
      isPublic: fc.boolean(),
      userLevel: fc.option(fc.constantFrom(...USER_LEVELS)),
      id: fc.integer({ min: 4, max: 6 }),
    })
    .map((change) =>
      aRepository({ ...change, userLevel: change.isPublic ? (change.userLevel ?? 'READ') : change.userLevel }),
    );
  const action = fc.record({
    key: fc.constantFrom('contents', 'metadata', 'issues', 'administration'),
    level: fc.constantFrom(...LEVELS),
  });
  const policy = fc.option(
    fc.record({
      optedIn: fc.boolean(),
      fineGrainedAccess: fc.constantFrom('ALLOWED', 'RESTRICTED'),
      classicAccess: fc.constantFrom('ALLOWED', 'RESTRICTED'),
      approval: fc.constantFrom('REQUIRED', 'NOT_REQUIRED'),
      fineGrainedMaxDays: fc.option(fc.integer({ min: 1, max: 366 })),
      classicMaxDays: fc.option(fc.integer({ min: 1, max: 366 })),
    }),
  ) as fc.Arbitrary<TokenPolicy | null>;
  const isPublicRead = ({ key, level }: Action, resource: Resource) =>
    resource.kind === 'REPOSITORY' && resource.isPublic && level === 'read' && ['contents', 'metadata'].includes(key);

  const role = fc.constantFrom('OWNER', 'MEMBER', null);

  test('TK-9: a token never does more than its person could', () => {
    fc.assert(
      fc.property(fc.oneof(token, classic), action, repository, policy, (bearer, asked, resource, rules) => {
        fc.pre(said(bearer, asked, resource, rules) === 'ok');
        expect(said(SESSION, asked, resource, rules)).toBe('ok');
      }),
    );
  });

  test('TK-8: what is public is read with any token, whatever its state and the policy', () => {
    fc.assert(
      fc.property(fc.oneof(token, classic), action, repository, policy, (bearer, asked, resource, rules) => {
        fc.pre(isPublicRead(asked, resource));
        expect(said(bearer, asked, resource, rules)).toBe('ok');
        expect(said(NOBODY, asked, resource, rules)).toBe('ok');
      }),
    );
  });

  test('RQ-1: without an agreement nothing private of an organization is reached', () => {
    fc.assert(
      fc.property(token, action, repository, policy, (bearer, asked, resource, rules) => {
        fc.pre(!isPublicRead(asked, resource) && bearer.owner.kind === 'ORGANIZATION');
        expect(said({ ...bearer, reach: null }, asked, resource, rules)).not.toBe('ok');
      }),
    );
  });

  test('GT-3: a reason is given only to one who may read there anyway, and of whom the token is for', () => {
    fc.assert(
      fc.property(token, action, repository, policy, (bearer, asked, resource, rules) => {
        const verdict = decideAccess(
          bearer,
          asked,
          resource,
          rules && { login: 'acme', role: 'MEMBER', policy: rules },
        );
        if (verdict.allowed || verdict.because.code !== 'FORBIDDEN' || resource.kind !== 'REPOSITORY') return;
        expect(resource.userLevel).not.toBeNull();
        expect(resource.owner).toEqual(bearer.owner);
      }),
    );
  });

  test("GT-3: a classic token is given a reason only where its person reads, in what is theirs or an organization's of theirs", () => {
    fc.assert(
      fc.property(classic, action, repository, policy, role, (bearer, asked, resource, rules, as) => {
        const holding = rules && ({ login: 'acme', role: as, policy: rules } as Holding);
        const verdict = decideAccess(bearer, asked, resource, holding);
        if (verdict.allowed || verdict.because.code !== 'FORBIDDEN' || resource.kind !== 'REPOSITORY') return;
        expect(resource.userLevel).not.toBeNull();
        expect(resource.owner.kind === 'USER' ? resource.owner.id === bearer.userId : holding?.role != null).toBe(true);
      }),
    );
  });

  test('PO-4: where classic tokens are restricted, none does anything but read what is public', () => {
    fc.assert(
      fc.property(classic, action, repository, policy, role, (bearer, asked, resource, rules, as) => {
        fc.pre(rules !== null && !isPublicRead(asked, resource));
        fc.pre(resource.kind === 'REPOSITORY' && resource.owner.kind === 'ORGANIZATION');
        const restricted = { ...rules, classicAccess: 'RESTRICTED' as const };
        expect(saidTo(bearer, asked, resource, { login: 'acme', role: as, policy: restricted })).not.toBe('ok');
      }),
    );
  });

  test('more scopes never allow less, and those that others contain add nothing', () => {
    fc.assert(
      fc.property(classic, scopes, action, repository, policy, (bearer, more, asked, resource, rules) => {
        const before = said(bearer, asked, resource, rules);
        expect(said({ ...bearer, scopes: withoutImplied(bearer.scopes) }, asked, resource, rules)).toBe(before);
        fc.pre(before === 'ok');
        expect(said({ ...bearer, scopes: [...bearer.scopes, ...more] }, asked, resource, rules)).toBe('ok');
      }),
    );
  });

  test('more permissions never allow less', () => {
    fc.assert(
      fc.property(token, reach, action, repository, policy, (bearer, held, asked, resource, rules) => {
        fc.pre(said({ ...bearer, reach: held }, asked, resource, rules) === 'ok');
        const raised = {
          ...held,
          permissions: { ...held.permissions, [asked.key]: 'admin' as const },
          repositorySelection: 'ALL' as const,
        };
        expect(said({ ...bearer, reach: raised }, asked, resource, rules)).toBe('ok');
      }),
    );
  });
});
