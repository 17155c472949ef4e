import { LIMITS } from '@countersign/schema';
import type { AuditRecord } from '../audit-log/record-audit.ts';
import {
  type ApprovalRequirement,
  daysText,
  effectivePolicy,
  type EnterpriseSetting,
  type EnterpriseTokenPolicy,
  type OrganizationTokenPolicy,
  type TokenAccess,
} from './token-policy.rules.ts';

/** What an organization's owner wants; what is absent stays. Of a lifetime null means no limit. */
export type OrganizationPolicyWish = {
  fineGrainedAccess?: TokenAccess | null;
  classicAccess?: TokenAccess | null;
  approval?: ApprovalRequirement | null;
  fineGrainedMaxDays?: number | null;
  classicMaxDays?: number | null;
};

/** The same of an enterprise's owner. */
export type EnterprisePolicyWish = {
  fineGrainedAccess?: EnterpriseSetting | null;
  classicAccess?: EnterpriseSetting | null;
  approval?: EnterpriseSetting | null;
  fineGrainedMaxDays?: number | null;
  classicMaxDays?: number | null;
  exemptAdministrators?: boolean | null;
};

/** What a wish comes to: the values that differ from those of now, and a sentence for each that cannot be. */
export type Plan<Policy> = Readonly<{ change: Partial<Policy>; problems: Record<string, string> }>;

/** One switch that was turned. */
export type PolicyChange = Readonly<{ field: string; from: unknown; to: unknown }>;

const CHOICES = ['fineGrainedAccess', 'classicAccess', 'approval'] as const;
const LIFETIMES = ['fineGrainedMaxDays', 'classicMaxDays'] as const;

const isLifetime = (days: number | null): boolean =>
  days === null || (Number.isInteger(days) && days >= 1 && days <= LIMITS.lifetimeDays);
const NO_LIFETIME = `A longest lifetime is a whole number of days from 1 to ${LIMITS.lifetimeDays}, or none.`;

/**
 * What an organization's owner may change: anything that its enterprise left open, and a lifetime up to the enterprise's, which then stays the organization's own
 * should the enterprise let go. A switch that is sent as it holds changes nothing; what cannot hold is a problem, never dropped. (PO-1, PO-2)
 */
export function planOrganizationPolicy(
  own: OrganizationTokenPolicy,
  enterprise: (EnterpriseTokenPolicy & { name: string }) | null,
  wish: OrganizationPolicyWish,
): Plan<OrganizationTokenPolicy> {
  const holding = effectivePolicy(own, enterprise);
  const change: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const field of CHOICES) {
    const to = wish[field];
    const { value, level } = holding[field];
    if (to == null || to === value) continue;
    if (level === 'ENTERPRISE') problems[field] = `${enterprise!.name} has settled this for all of its organizations.`;
    else change[field] = to;
  }
  for (const field of LIFETIMES) {
    const to = wish[field];
    const { limit } = holding[field];
    if (to === undefined) continue;
    if (!isLifetime(to)) problems[field] = NO_LIFETIME;
    else if (limit !== null && (to === null || to > limit))
      problems[field] = `${enterprise!.name} limits this to ${daysText(limit)}.`;
    else if (to !== own[field]) change[field] = to;
  }
  return { change, problems };
}

/** What an enterprise's owner may change: everything. (PO-2) */
export function planEnterprisePolicy(
  own: EnterpriseTokenPolicy,
  wish: EnterprisePolicyWish,
): Plan<EnterpriseTokenPolicy> {
  const change: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const field of [...CHOICES, 'exemptAdministrators'] as const) {
    const to = wish[field];
    if (to != null && to !== own[field]) change[field] = to;
  }
  for (const field of LIFETIMES) {
    const to = wish[field];
    if (to === undefined || to === own[field]) continue;
    if (isLifetime(to)) change[field] = to;
    else problems[field] = NO_LIFETIME;
  }
  return { change, problems };
}

/** The switches that a plan turns, with what each said before; that of opting in says whether. */
export const changesIn = <Policy extends object>(before: Policy, change: Partial<Policy>): PolicyChange[] =>
  Object.entries(change).map(([field, to]) => {
    const from = before[field as keyof Policy];
    return field === 'optedInAt' ? { field: 'optedIn', from: from !== null, to: to !== null } : { field, from, to };
  });

/** A turned switch as GitHub's audit log names it, with both values. (AU-4, PO-8) */
export function auditOf(
  { field, from, to }: PolicyChange,
  version: number,
): Required<Pick<AuditRecord, 'action' | 'details'>> {
  const kind = field.startsWith('fineGrained') ? 'FINE_GRAINED' : field.startsWith('classic') ? 'CLASSIC' : undefined;
  const details = { ...(kind && { kind }), field, from, to, version };
  switch (field) {
    case 'optedIn':
      return { action: 'personal_access_token.opt_in', details };
    case 'approval': {
      const isAutomatic = to === 'NOT_REQUIRED' || to === 'DISABLED';
      const action =
        `personal_access_token.auto_approve_grant_requests_${isAutomatic ? 'enabled' : 'disabled'}` as const;
      return { action, details };
    }
    case 'exemptAdministrators':
      return {
        action: 'personal_access_token.expiration_limit_set',
        details: { ...details, exempt_administrators: to },
      };
    case 'fineGrainedMaxDays':
    case 'classicMaxDays': {
      const named = { ...details, ...(to !== null && { token_expiration: to }), old_token_expiration: from };
      return { action: `personal_access_token.expiration_limit_${to === null ? 'unset' : 'set'}`, details: named };
    }
    default: {
      const isRestricted = to === 'RESTRICTED' || to === 'DISABLED';
      return {
        action: `personal_access_token.access_restriction_${isRestricted ? 'enabled' : 'disabled'}`,
        details,
      };
    }
  }
}

const FIELDS: Readonly<Record<string, string>> = {
  fineGrainedAccess: 'the access of fine-grained tokens',
  classicAccess: 'the access of classic tokens',
  approval: 'the approval of fine-grained tokens',
  fineGrainedMaxDays: 'the longest lifetime of fine-grained tokens',
  classicMaxDays: 'the longest lifetime of classic tokens',
  exemptAdministrators: 'the exemption of administrators',
  optedIn: 'fine-grained tokens',
};

const valueText = (value: unknown): string => {
  if (value === null) return 'no limit';
  if (typeof value === 'number') return daysText(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'string' ? value.toLowerCase().replaceAll('_', ' ') : JSON.stringify(value);
};

/** "ada changed the access of classic tokens from allowed to restricted." */
export const sentenceOf = ({ field, from, to, by }: PolicyChange & { by: string | null }): string =>
  `${by ?? 'The operator'} changed ${FIELDS[field] ?? field} from ${valueText(from)} to ${valueText(to)}.`;
