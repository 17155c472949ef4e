import { describe, expect, test } from 'vitest';
import {
  auditOf,
  changesIn,
  type EnterprisePolicyWish,
  type OrganizationPolicyWish,
  planEnterprisePolicy,
  planOrganizationPolicy,
  sentenceOf,
} from './policy-change.rules.ts';
import { turnsOf } from './policy-turn.rules.ts';
import type { EnterpriseTokenPolicy, OrganizationTokenPolicy } from './token-policy.rules.ts';

const THEN = new Date('2026-01-01T00:00:00Z');
const OWN: OrganizationTokenPolicy = {
  optedInAt: THEN,
  fineGrainedAccess: 'ALLOWED',
  classicAccess: 'ALLOWED',
  approval: 'REQUIRED',
  fineGrainedMaxDays: 366,
  classicMaxDays: null,
};
const ABOVE: EnterpriseTokenPolicy & { name: string } = {
  name: 'Acme Enterprise',
  optedInAt: null,
  fineGrainedAccess: 'NO_POLICY',
  classicAccess: 'DISABLED',
  approval: 'ENABLED',
  fineGrainedMaxDays: 90,
  classicMaxDays: 1,
  exemptAdministrators: false,
};
const SETTLED = 'Acme Enterprise has settled this for all of its organizations.';
const WHOLE_DAYS = 'A longest lifetime is a whole number of days from 1 to 366, or none.';

describe('PO-1: what an organization’s owner may change', () => {
  test.each<[OrganizationPolicyWish, object, object]>([
    [{}, {}, {}],
    [{ classicAccess: 'RESTRICTED' }, { classicAccess: 'RESTRICTED' }, {}],
    [{ classicAccess: 'ALLOWED', approval: 'REQUIRED', fineGrainedMaxDays: 366, classicMaxDays: null }, {}, {}],
    [{ approval: null, fineGrainedAccess: null, classicAccess: null }, {}, {}],
    [{ fineGrainedMaxDays: null, classicMaxDays: 1 }, { fineGrainedMaxDays: null, classicMaxDays: 1 }, {}],
    [{ classicMaxDays: 366 }, { classicMaxDays: 366 }, {}],
    [{ classicMaxDays: 0 }, {}, { classicMaxDays: WHOLE_DAYS }],
    [{ classicMaxDays: 367 }, {}, { classicMaxDays: WHOLE_DAYS }],
    [{ fineGrainedMaxDays: 1.5 }, {}, { fineGrainedMaxDays: WHOLE_DAYS }],
    [{ fineGrainedMaxDays: Number.NaN }, {}, { fineGrainedMaxDays: WHOLE_DAYS }],
  ])('alone, %j changes %j and is wrong in %j', (wish, change, problems) => {
    expect(planOrganizationPolicy(OWN, null, wish)).toEqual({ change, problems });
  });

  test.each<[OrganizationPolicyWish, object, object]>([
    // What holds already is no change, but a limit becomes the organization's own.
    [{ classicAccess: 'RESTRICTED', approval: 'REQUIRED' }, {}, {}],
    [{ fineGrainedMaxDays: 90, classicMaxDays: 1 }, { fineGrainedMaxDays: 90, classicMaxDays: 1 }, {}],
    // What the organization said before and cannot hold now is told, not dropped.
    [{ classicAccess: 'ALLOWED' }, {}, { classicAccess: SETTLED }],
    [{ fineGrainedMaxDays: 366 }, {}, { fineGrainedMaxDays: 'Acme Enterprise limits this to 90 days.' }],
    [{ classicMaxDays: null }, {}, { classicMaxDays: 'Acme Enterprise limits this to 1 day.' }],
    [{ approval: 'NOT_REQUIRED' }, {}, { approval: SETTLED }],
    [{ fineGrainedAccess: 'RESTRICTED' }, { fineGrainedAccess: 'RESTRICTED' }, {}],
    [{ fineGrainedMaxDays: 89 }, { fineGrainedMaxDays: 89 }, {}],
    [{ fineGrainedMaxDays: 91 }, {}, { fineGrainedMaxDays: 'Acme Enterprise limits this to 90 days.' }],
    [{ fineGrainedMaxDays: null }, {}, { fineGrainedMaxDays: 'Acme Enterprise limits this to 90 days.' }],
    [{ classicMaxDays: 2 }, {}, { classicMaxDays: 'Acme Enterprise limits this to 1 day.' }],
    [{ fineGrainedMaxDays: 367 }, {}, { fineGrainedMaxDays: WHOLE_DAYS }],
  ])('PO-2: under an enterprise, %j changes %j and is wrong in %j', (wish, change, problems) => {
    expect(planOrganizationPolicy(OWN, ABOVE, wish)).toEqual({ change, problems });
  });

  test('PO-2: a shorter lifetime of its own may grow up to the enterprise’s', () => {
    const own = { ...OWN, fineGrainedMaxDays: 30 };
    expect(planOrganizationPolicy(own, ABOVE, { fineGrainedMaxDays: 90 }).change).toEqual({ fineGrainedMaxDays: 90 });
    expect(planOrganizationPolicy(own, ABOVE, { fineGrainedMaxDays: 91 }).problems).toHaveProperty(
      'fineGrainedMaxDays',
    );
  });
});

test.each<[EnterprisePolicyWish, object, object]>([
  [{}, {}, {}],
  [{ classicAccess: 'DISABLED', approval: 'ENABLED', exemptAdministrators: false, classicMaxDays: 1 }, {}, {}],
  [
    { classicAccess: 'NO_POLICY', exemptAdministrators: true },
    { classicAccess: 'NO_POLICY', exemptAdministrators: true },
    {},
  ],
  [{ fineGrainedMaxDays: null, classicMaxDays: 366 }, { fineGrainedMaxDays: null, classicMaxDays: 366 }, {}],
  [{ fineGrainedMaxDays: 0, classicMaxDays: 367 }, {}, { fineGrainedMaxDays: WHOLE_DAYS, classicMaxDays: WHOLE_DAYS }],
  [{ exemptAdministrators: null, approval: null }, {}, {}],
])('PO-2: of an enterprise, %j changes %j and is wrong in %j', (wish, change, problems) => {
  expect(planEnterprisePolicy(ABOVE, wish)).toEqual({ change, problems });
});

test('a change is told with what each switch said before', () => {
  expect(
    changesIn<OrganizationTokenPolicy>({ ...OWN, optedInAt: null }, { optedInAt: THEN, classicMaxDays: 30 }),
  ).toEqual([
    { field: 'optedIn', from: false, to: true },
    { field: 'classicMaxDays', from: null, to: 30 },
  ]);
});

test.each([
  ['optedIn', false, true, 'opt_in', undefined],
  ['fineGrainedAccess', 'ALLOWED', 'RESTRICTED', 'access_restriction_enabled', 'FINE_GRAINED'],
  ['classicAccess', 'RESTRICTED', 'ALLOWED', 'access_restriction_disabled', 'CLASSIC'],
  ['classicAccess', 'NO_POLICY', 'DISABLED', 'access_restriction_enabled', 'CLASSIC'],
  ['fineGrainedAccess', 'DISABLED', 'NO_POLICY', 'access_restriction_disabled', 'FINE_GRAINED'],
  ['approval', 'REQUIRED', 'NOT_REQUIRED', 'auto_approve_grant_requests_enabled', undefined],
  ['approval', 'DISABLED', 'ENABLED', 'auto_approve_grant_requests_disabled', undefined],
  ['approval', 'DISABLED', 'NO_POLICY', 'auto_approve_grant_requests_disabled', undefined],
  ['fineGrainedMaxDays', 366, 90, 'expiration_limit_set', 'FINE_GRAINED'],
  ['classicMaxDays', 30, null, 'expiration_limit_unset', 'CLASSIC'],
  ['exemptAdministrators', false, true, 'expiration_limit_set', undefined],
])('AU-4: %s from %j to %j is %s', (field, from, to, action, kind) => {
  const { action: named, details } = auditOf({ field, from, to }, 4);
  expect(named).toBe(`personal_access_token.${action}`);
  expect(details).toMatchObject({ field, from, to, version: 4, ...(kind && { kind }) });
  expect('kind' in details).toBe(kind !== undefined);
});

test.each([
  ['classicAccess', 'ALLOWED', 'RESTRICTED', 'ada changed the access of classic tokens from allowed to restricted.'],
  ['approval', 'NO_POLICY', 'ENABLED', 'ada changed the approval of fine-grained tokens from no policy to enabled.'],
  ['classicMaxDays', null, 1, 'ada changed the longest lifetime of classic tokens from no limit to 1 day.'],
  ['optedIn', false, true, 'ada changed fine-grained tokens from off to on.'],
])('%s from %j to %j reads: %s', (field, from, to, sentence) => {
  expect(sentenceOf({ field, from, to, by: 'ada' })).toBe(sentence);
});

describe('PO-7: what a change tightens', () => {
  const turns = (after: Partial<OrganizationTokenPolicy>, enterprise: EnterpriseTokenPolicy | null = null) =>
    turnsOf(3, { own: OWN, enterprise }, { own: { ...OWN, ...after }, enterprise }).map(
      ({ kind, isAdministrator, was, becomes }) => [
        kind,
        isAdministrator,
        was.maxDays,
        becomes.isOpen,
        becomes.maxDays,
      ],
    );

  test('one kind, by its access or its lifetime; loosening and approval tighten nothing', () => {
    expect(turns({ classicAccess: 'RESTRICTED' })).toEqual([['CLASSIC', false, null, false, null]]);
    expect(turns({ fineGrainedMaxDays: 30 })).toEqual([['FINE_GRAINED', false, 366, true, 30]]);
    expect(turns({ classicMaxDays: 7 })).toEqual([['CLASSIC', false, null, true, 7]]);
    expect(turns({ fineGrainedMaxDays: null, approval: 'NOT_REQUIRED' })).toEqual([]);
    expect(turns({})).toEqual([]);
  });

  test('PO-2: for administrators apart where there is an enterprise; what that holds shut already is not shut again', () => {
    const enterprise = { ...ABOVE, exemptAdministrators: true };
    expect(turns({ fineGrainedMaxDays: 100 }, enterprise)).toEqual([['FINE_GRAINED', true, 366, true, 100]]);
    expect(turns({ fineGrainedMaxDays: 60 }, enterprise)).toEqual([
      ['FINE_GRAINED', false, 90, true, 60],
      ['FINE_GRAINED', true, 366, true, 60],
    ]);
    expect(turns({ classicAccess: 'RESTRICTED', classicMaxDays: 1 }, enterprise)).toEqual([]);
  });
});
