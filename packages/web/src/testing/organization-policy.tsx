import { userEvent } from '@testing-library/user-event';
import { type Answers, renderAt } from './render-at.tsx';

export const POLICY_PAGE = '/organizations/acme/settings/personal-access-tokens';
export const POLICY = {
  fineGrainedAccess: 'ALLOWED',
  approval: 'REQUIRED',
  fineGrainedMaxDays: 366 as number | null,
  classicAccess: 'ALLOWED',
  classicMaxDays: null as number | null,
  optedInAt: '2026-11-01T08:00:00.000Z' as string | null,
  version: 4,
};
type Policy = typeof POLICY;
type Fixed = { by?: Partial<Policy>; limit?: number; optedIn?: boolean };

const shorter = (own: number | null, limit: number | undefined) =>
  limit !== undefined && (own === null || own > limit) ? limit : own;

/** An organization as the server tells it: its own policy, what its enterprise fixed, and what holds. */
export function anOrganization(
  own: Partial<Policy> = {},
  { by = {}, limit, optedIn = false }: Fixed = {},
  role = 'OWNER',
) {
  const policy = { ...POLICY, ...own };
  const level = (isAbove: boolean) => (isAbove ? 'ENTERPRISE' : 'ORGANIZATION');
  const value = (typename: string, field: keyof Policy) => ({
    __typename: typename,
    value: by[field] ?? policy[field],
    level: level(field in by),
  });
  const days = (own: number | null, above?: number) => ({
    __typename: 'EffectiveMaxDays',
    value: shorter(own, above),
    level: level(shorter(own, above) !== own),
    limit: above ?? null,
  });
  return {
    __typename: 'Organization',
    id: 'O_acme',
    login: 'acme',
    name: 'Acme',
    avatarUrl: '/acme.png',
    viewerRole: role,
    enterprise: { __typename: 'Enterprise', id: 'E_1', slug: 'acme-enterprise', name: 'Acme Enterprise' },
    tokenPolicy: { __typename: 'TokenPolicy', ...policy },
    effectiveTokenPolicy: {
      __typename: 'EffectiveTokenPolicy',
      fineGrainedAccess: value('EffectiveTokenAccess', 'fineGrainedAccess'),
      approval: value('EffectiveApproval', 'approval'),
      fineGrainedMaxDays: days(policy.fineGrainedMaxDays, limit),
      classicAccess: value('EffectiveTokenAccess', 'classicAccess'),
      classicMaxDays: days(policy.classicMaxDays),
      optedIn: {
        __typename: 'EffectiveOptIn',
        value: optedIn || policy.optedInAt !== null,
        level: level(optedIn),
      },
    },
  };
}

const aBlockedToken = (id: number, name: string) => ({
  __typename: 'BlockedToken',
  grantDatabaseId: id,
  name,
  user: { __typename: 'User', id: 'U_2', login: 'member', avatarUrl: '/member.png' },
  organization: { __typename: 'Organization', id: 'O_acme', login: 'acme' },
  expiresAt: null,
  lastUsedAt: null,
  code: 'LIFETIME',
});

export function aPreview(fineGrained: number, classic: number, names: string[] = [], next: string | null = null) {
  return {
    previewTokenPolicy: {
      __typename: 'TokenPolicyPreview',
      blockedTokenCount: fineGrained + classic,
      blockedFineGrainedTokenCount: fineGrained,
      blockedClassicTokenCount: classic,
      blockedPersonCount: 7,
      blockedTokens: {
        __typename: 'BlockedTokenConnection',
        nodes: names.map((name, index) => aBlockedToken(index + (next ? 1 : 100), name)),
        pageInfo: { __typename: 'PageInfo', hasNextPage: next !== null, endCursor: next },
      },
    },
  };
}

export const saved = (organization: object) => ({
  updateOrganizationTokenPolicy: { __typename: 'UpdateOrganizationTokenPolicyPayload', organization },
});

/** Opens the settings of the organization’s tokens, with answers in place of a server. */
export function openPolicy(organization: object, answers: Answers = {}, address = POLICY_PAGE) {
  const page = renderAt(address, {
    OrganizationSettings: () => ({ organization }),
    PendingCount: () => ({
      organization: {
        __typename: 'Organization',
        id: 'O_acme',
        waiting: { __typename: 'TokenRequestConnection', totalCount: 0, totalCountIsExact: true },
      },
    }),
    OrganizationPolicy: () => ({ organization }),
    PreviewTokenPolicy: () => aPreview(0, 0),
    ...answers,
  });
  return { ...page, user: userEvent.setup() };
}
