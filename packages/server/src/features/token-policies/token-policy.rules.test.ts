import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bearer, decideAccess, type Holding, type Resource, tokenHolds } from '../../access/access.rules.ts';
import {
  allowsFineGrained,
  effectivePolicy,
  type EnterpriseSetting,
  type EnterpriseTokenPolicy,
  exceedsLifetime,
  type OrganizationTokenPolicy,
  policyFor,
  type TokenPolicy,
} from './token-policy.rules.ts';

const DAY = 24 * 60 * 60 * 1000;
const THEN = new Date('2026-01-01T00:00:00Z');

const OWN: OrganizationTokenPolicy = {
  optedInAt: THEN,
  fineGrainedAccess: 'ALLOWED',
  classicAccess: 'ALLOWED',
  approval: 'REQUIRED',
  fineGrainedMaxDays: 366,
  classicMaxDays: null,
};
const ABOVE: EnterpriseTokenPolicy = {
  optedInAt: null,
  fineGrainedAccess: 'NO_POLICY',
  classicAccess: 'NO_POLICY',
  approval: 'NO_POLICY',
  fineGrainedMaxDays: null,
  classicMaxDays: null,
  exemptAdministrators: false,
};

describe('PO-2: what holds, and who settled it', () => {
  test.each([
    ['ALLOWED', null, 'ALLOWED', 'ORGANIZATION'],
    ['ALLOWED', 'NO_POLICY', 'ALLOWED', 'ORGANIZATION'],
    ['RESTRICTED', 'NO_POLICY', 'RESTRICTED', 'ORGANIZATION'],
    ['ALLOWED', 'ENABLED', 'ALLOWED', 'ENTERPRISE'],
    ['RESTRICTED', 'ENABLED', 'ALLOWED', 'ENTERPRISE'],
    ['ALLOWED', 'DISABLED', 'RESTRICTED', 'ENTERPRISE'],
    ['RESTRICTED', 'DISABLED', 'RESTRICTED', 'ENTERPRISE'],
  ] as const)('access %s under %s is %s, by the %s', (own, above, value, level) => {
    for (const field of ['fineGrainedAccess', 'classicAccess'] as const) {
      const holds = effectivePolicy({ ...OWN, [field]: own }, above && { ...ABOVE, [field]: above });
      expect(holds[field]).toEqual({ value, level });
    }
  });

  test.each([
    ['REQUIRED', null, 'REQUIRED', 'ORGANIZATION'],
    ['NOT_REQUIRED', 'NO_POLICY', 'NOT_REQUIRED', 'ORGANIZATION'],
    ['NOT_REQUIRED', 'ENABLED', 'REQUIRED', 'ENTERPRISE'],
    ['REQUIRED', 'DISABLED', 'NOT_REQUIRED', 'ENTERPRISE'],
  ] as const)('approval %s under %s is %s, by the %s', (approval, above, value, level) => {
    expect(effectivePolicy({ ...OWN, approval }, above && { ...ABOVE, approval: above }).approval).toEqual({
      value,
      level,
    });
  });

  test.each([
    [null, null, null, 'ORGANIZATION'],
    [30, null, 30, 'ORGANIZATION'],
    [null, 90, 90, 'ENTERPRISE'],
    [30, 90, 30, 'ORGANIZATION'],
    [90, 90, 90, 'ENTERPRISE'],
    [366, 90, 90, 'ENTERPRISE'],
  ] as const)('a lifetime of %s under %s is %s, by the %s', (own, limit, value, level) => {
    for (const field of ['fineGrainedMaxDays', 'classicMaxDays'] as const)
      expect(effectivePolicy({ ...OWN, [field]: own }, { ...ABOVE, [field]: limit })[field]).toEqual({
        value,
        level,
        limit,
      });
  });

  test.each([
    [null, null, false, 'ORGANIZATION'],
    [THEN, null, true, 'ORGANIZATION'],
    [null, THEN, true, 'ENTERPRISE'],
    [THEN, THEN, true, 'ENTERPRISE'],
  ])('PO-3: opted in at %s under %s is %s, by the %s', (own, above, value, level) => {
    expect(effectivePolicy({ ...OWN, optedInAt: own }, { ...ABOVE, optedInAt: above }).optedIn).toEqual({
      value,
      level,
    });
  });
});

const access = fc.constantFrom('ALLOWED', 'RESTRICTED');
const setting = fc.constantFrom<EnterpriseSetting[]>('ENABLED', 'DISABLED', 'NO_POLICY');
const days = fc.option(fc.integer({ min: 1, max: 366 }));
const optedInAt = fc.option(fc.constant(THEN));
const ownPolicy = fc.record({
  optedInAt,
  fineGrainedAccess: access,
  classicAccess: access,
  approval: fc.constantFrom('REQUIRED', 'NOT_REQUIRED'),
  fineGrainedMaxDays: days,
  classicMaxDays: days,
}) as fc.Arbitrary<OrganizationTokenPolicy>;
const enterprisePolicy: fc.Arbitrary<EnterpriseTokenPolicy> = fc.record({
  optedInAt,
  fineGrainedAccess: setting,
  classicAccess: setting,
  approval: setting,
  fineGrainedMaxDays: days,
  classicMaxDays: days,
  exemptAdministrators: fc.boolean(),
});

/** As long as no limit at all. */
const length = (limit: number | null) => limit ?? Infinity;
/** Whether a token of either kind and of any life is let through by `a` only where `b` lets it through. */
const isAtMost = (a: TokenPolicy, b: TokenPolicy): boolean =>
  (!allowsFineGrained(a) || (allowsFineGrained(b) && length(a.fineGrainedMaxDays) <= length(b.fineGrainedMaxDays))) &&
  (a.classicAccess === 'RESTRICTED' ||
    (b.classicAccess === 'ALLOWED' && length(a.classicMaxDays) <= length(b.classicMaxDays)));

describe('PO-2: the model', () => {
  test('an organization never loosens what the enterprise settled, whatever it chooses', () => {
    fc.assert(
      fc.property(ownPolicy, enterprisePolicy, (own, above) => {
        const holds = effectivePolicy(own, above);
        for (const field of ['fineGrainedAccess', 'classicAccess'] as const)
          expect(holds[field].value).toBe(
            { ENABLED: 'ALLOWED', DISABLED: 'RESTRICTED', NO_POLICY: own[field] }[above[field]],
          );
        expect(holds.approval.value).toBe(
          { ENABLED: 'REQUIRED', DISABLED: 'NOT_REQUIRED', NO_POLICY: own.approval }[above.approval],
        );
        for (const field of ['fineGrainedMaxDays', 'classicMaxDays'] as const)
          expect(length(holds[field].value)).toBeLessThanOrEqual(length(above[field]));
      }),
    );
  });

  test('the level says whose word it is, and the lifetime is the shorter of the two', () => {
    fc.assert(
      fc.property(ownPolicy, enterprisePolicy, (own, above) => {
        const holds = effectivePolicy(own, above);
        for (const field of ['fineGrainedAccess', 'classicAccess', 'approval'] as const) {
          expect(holds[field].level).toBe(above[field] === 'NO_POLICY' ? 'ORGANIZATION' : 'ENTERPRISE');
        }
        for (const field of ['fineGrainedMaxDays', 'classicMaxDays'] as const) {
          expect(holds[field].limit).toBe(above[field]);
          expect(holds[field].value).toBe(holds[field].level === 'ORGANIZATION' ? own[field] : above[field]);
          expect(length(holds[field].value)).toBe(Math.min(length(own[field]), length(above[field])));
        }
        expect(holds.optedIn.value).toBe(own.optedInAt !== null || above.optedInAt !== null);
      }),
    );
  });

  test('without an enterprise, or under one that leaves all open, an organization decides', () => {
    fc.assert(
      fc.property(ownPolicy, fc.boolean(), fc.boolean(), (own, isAdministrator, exemptAdministrators) => {
        const alone = policyFor(own, null, isAdministrator);
        const { optedInAt: at, ...chosen } = own;
        expect(alone).toEqual({ ...chosen, optedIn: at !== null });
        expect(policyFor(own, { ...ABOVE, exemptAdministrators }, isAdministrator)).toEqual(alone);
      }),
    );
  });

  const tightening = fc.oneof(
    fc.constant({ own: { fineGrainedAccess: 'RESTRICTED' } }),
    fc.constant({ own: { classicAccess: 'RESTRICTED' } }),
    fc.constant({ above: { fineGrainedAccess: 'DISABLED' } }),
    fc.constant({ above: { classicAccess: 'DISABLED' } }),
    fc.constant({ above: { exemptAdministrators: false } }),
    fc.record({ own: fc.record({ shorter: fc.integer({ min: 1, max: 366 }) }) }),
    fc.record({ above: fc.record({ shorter: fc.integer({ min: 1, max: 366 }) }) }),
  ) as fc.Arbitrary<{ own?: Record<string, unknown>; above?: Record<string, unknown> }>;

  /** A change with `shorter` makes both lifetimes at most so long. */
  const tightened = <Policy extends OrganizationTokenPolicy | EnterpriseTokenPolicy>(
    policy: Policy,
    { shorter, ...change }: Record<string, unknown> = {},
  ): Policy =>
    typeof shorter === 'number'
      ? {
          ...policy,
          fineGrainedMaxDays: Math.min(length(policy.fineGrainedMaxDays), shorter),
          classicMaxDays: Math.min(length(policy.classicMaxDays), shorter),
        }
      : { ...policy, ...change };

  test('tightening anything, on either level, never lets more through, for nobody', () => {
    fc.assert(
      fc.property(ownPolicy, enterprisePolicy, fc.boolean(), tightening, (own, above, isAdministrator, change) => {
        const before = policyFor(own, above, isAdministrator);
        const after = policyFor(tightened(own, change.own), tightened(above, change.above), isAdministrator);
        expect(isAtMost(after, before)).toBe(true);
      }),
    );
  });

  test('exempt administrators are free from the enterprise’s lifetimes, and from nothing else', () => {
    fc.assert(
      fc.property(ownPolicy, enterprisePolicy, (own, above) => {
        const everybody = policyFor(own, above, false);
        const administrator = policyFor(own, above, true);
        const { fineGrainedMaxDays, classicMaxDays } = own;
        const freed = above.exemptAdministrators ? { fineGrainedMaxDays, classicMaxDays } : {};
        expect(administrator).toEqual({ ...everybody, ...freed });
      }),
    );
  });
});

describe('PO-5, EX-1: policy blocks and lets go, but kills and revives nothing', () => {
  type Model = { own: OrganizationTokenPolicy; above: EnterpriseTokenPolicy | null; isDead: boolean; at: number };
  type Real = {
    token: { issuedAt: Date; expiresAt: Date | null; deletedAt: Date | null; revokedAt: Date | null };
    hasGrant: boolean;
  };
  const ACME = { kind: 'ORGANIZATION', id: 1, login: 'acme' } as const;
  const REPOSITORY: Resource = { kind: 'REPOSITORY', id: 5, owner: ACME, isPublic: false, userLevel: 'READ' };

  /** What any door does: a token that does not hold is refused before anybody asks about policy. */
  function lets({ own, above, at }: Model, { token, hasGrant }: Real): boolean {
    if (!tokenHolds(token, { suspendedAt: null }, new Date(THEN.getTime() + at * DAY))) return false;
    const bearer: Bearer = {
      kind: 'FINE_GRAINED',
      userId: 9,
      tokenId: 7,
      owner: ACME,
      issuedAt: token.issuedAt,
      expiresAt: token.expiresAt,
      reach: hasGrant
        ? { permissions: { contents: 'read' }, repositorySelection: 'ALL', repositoryIds: new Set() }
        : null,
      latestRequest: 'APPROVED',
    };
    const holding: Holding = { login: 'acme', role: 'MEMBER', policy: policyFor(own, above, false) };
    return decideAccess(bearer, { key: 'contents', level: 'read' }, REPOSITORY, holding).allowed;
  }

  /** A step, after which the gate says exactly what the model expects. */
  const step = (name: string, apply: (model: Model, real: Real) => void): fc.Command<Model, Real> => ({
    check: () => true,
    run(model, real) {
      apply(model, real);
      const policy = policyFor(model.own, model.above, false);
      const { issuedAt, expiresAt } = real.token;
      const isLetIn = allowsFineGrained(policy) && !exceedsLifetime(policy.fineGrainedMaxDays, issuedAt, expiresAt);
      expect(lets(model, real)).toBe(!model.isDead && isLetIn);
    },
    toString: () => name,
  });

  const steps = fc.commands(
    [
      ownPolicy.map((own) => step(`the organization says ${JSON.stringify(own)}`, (model) => void (model.own = own))),
      fc
        .option(enterprisePolicy)
        .map((above) => step(`the enterprise says ${JSON.stringify(above)}`, (model) => void (model.above = above))),
      fc.integer({ min: 1, max: 60 }).map((days_) =>
        step(`${days_} days go by`, (model, { token }) => {
          model.at += days_;
          const now = THEN.getTime() + model.at * DAY;
          if (token.expiresAt && now >= token.expiresAt.getTime()) model.isDead = true;
        }),
      ),
      fc.constant(
        step('its user deletes it', (model, { token }) => {
          token.deletedAt = THEN;
          model.isDead = true;
        }),
      ),
      fc.constant(
        step('it is revoked', (model, { token }) => {
          token.revokedAt = THEN;
          model.isDead = true;
        }),
      ),
      fc.constant(
        step('an owner revokes its grant', (model, real) => {
          real.hasGrant = false;
          model.isDead = true;
        }),
      ),
    ],
    { maxCommands: 30 },
  );

  test('whatever is said and taken back, a dead token stays refused and a live one works exactly where policy lets it', () => {
    const holds = fc.check(
      fc.property(days, steps, (life, commands) => {
        const expiresAt = life === null ? null : new Date(THEN.getTime() + life * DAY);
        fc.modelRun(
          () => ({
            model: { own: OWN, above: null, isDead: false, at: 0 },
            real: { token: { issuedAt: THEN, expiresAt, deletedAt: null, revokedAt: null }, hasGrant: true },
          }),
          commands,
        );
      }),
    );
    expect(fc.defaultReportMessage(holds)).toBeUndefined();
  });
});

test.each([
  [null, 366, false],
  [30, 30, false],
  [30, 31, true],
  [29, 30, true],
])(
  'PO-5: under a limit of %s days a token of %s days lives too long: %s; one that never ends lives too long under any',
  (limit, life, tooLong) => {
    expect(exceedsLifetime(limit, THEN, new Date(THEN.getTime() + life * DAY))).toBe(tooLong);
    expect(exceedsLifetime(limit, THEN, null)).toBe(limit !== null);
    expect(exceedsLifetime(limit, THEN, new Date(THEN.getTime() + (limit ?? 0) * DAY + 1))).toBe(limit !== null);
  },
);
