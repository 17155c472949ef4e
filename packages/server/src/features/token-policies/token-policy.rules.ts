export type TokenAccess = 'ALLOWED' | 'RESTRICTED';
export type ApprovalRequirement = 'REQUIRED' | 'NOT_REQUIRED';

/** What an organization decides for itself. (PO-1) */
export type OrganizationTokenPolicy = {
  /** When an owner turned fine-grained tokens on; null = they are off. (PO-3) */
  optedInAt: Date | null;
  fineGrainedAccess: TokenAccess;
  classicAccess: TokenAccess;
  approval: ApprovalRequirement;
  /** In days; null = no limit. */
  fineGrainedMaxDays: number | null;
  classicMaxDays: number | null;
};

/** ENABLED: allowed, or required. DISABLED: restricted, or not required. NO_POLICY: organizations decide. */
export const ENTERPRISE_SETTINGS = ['ENABLED', 'DISABLED', 'NO_POLICY'] as const;
export type EnterpriseSetting = (typeof ENTERPRISE_SETTINGS)[number];

/** What an enterprise decides for all of its organizations. (PO-2) */
export type EnterpriseTokenPolicy = {
  /** When it turned fine-grained tokens on for all of them. (PO-3) */
  optedInAt: Date | null;
  fineGrainedAccess: EnterpriseSetting;
  classicAccess: EnterpriseSetting;
  approval: EnterpriseSetting;
  /** In days; null = organizations decide. */
  fineGrainedMaxDays: number | null;
  classicMaxDays: number | null;
  /** Its own owners are free from its two limits of lifetime. */
  exemptAdministrators: boolean;
};

export type PolicyLevel = 'ORGANIZATION' | 'ENTERPRISE';
/** A value that holds, and the level that fixed it. */
export type Effective<Value> = Readonly<{ value: Value; level: PolicyLevel }>;
/** `limit` is the enterprise's, which an organization may only shorten; null = none. */
export type EffectiveMaxDays = Effective<number | null> & Readonly<{ limit: number | null }>;

export type EffectiveTokenPolicy = Readonly<{
  optedIn: Effective<boolean>;
  fineGrainedAccess: Effective<TokenAccess>;
  classicAccess: Effective<TokenAccess>;
  approval: Effective<ApprovalRequirement>;
  fineGrainedMaxDays: EffectiveMaxDays;
  classicMaxDays: EffectiveMaxDays;
}>;

/** What holds for one person's tokens in an organization now, wherever it was fixed. */
export type TokenPolicy = Readonly<{ [Name in keyof EffectiveTokenPolicy]: EffectiveTokenPolicy[Name]['value'] }>;

/** What holds in an organization, its enterprise having the last word: it may be tightened below, never loosened. (PO-2) */
export function effectivePolicy(
  organization: OrganizationTokenPolicy,
  enterprise: EnterpriseTokenPolicy | null,
): EffectiveTokenPolicy {
  const settled = <Value>(setting: EnterpriseSetting | undefined, enabled: Value, disabled: Value, own: Value) =>
    setting === 'ENABLED' || setting === 'DISABLED'
      ? ({ value: setting === 'ENABLED' ? enabled : disabled, level: 'ENTERPRISE' } as const)
      : ({ value: own, level: 'ORGANIZATION' } as const);
  const optedInAbove = enterprise !== null && enterprise.optedInAt !== null;
  return {
    optedIn: {
      value: optedInAbove || organization.optedInAt !== null,
      level: optedInAbove ? 'ENTERPRISE' : 'ORGANIZATION',
    },
    fineGrainedAccess: settled<TokenAccess>(
      enterprise?.fineGrainedAccess,
      'ALLOWED',
      'RESTRICTED',
      organization.fineGrainedAccess,
    ),
    classicAccess: settled<TokenAccess>(enterprise?.classicAccess, 'ALLOWED', 'RESTRICTED', organization.classicAccess),
    approval: settled<ApprovalRequirement>(enterprise?.approval, 'REQUIRED', 'NOT_REQUIRED', organization.approval),
    fineGrainedMaxDays: shorter(organization.fineGrainedMaxDays, enterprise?.fineGrainedMaxDays ?? null),
    classicMaxDays: shorter(organization.classicMaxDays, enterprise?.classicMaxDays ?? null),
  };
}

const shorter = (own: number | null, limit: number | null): EffectiveMaxDays =>
  limit === null || (own !== null && own < limit)
    ? { value: own, level: 'ORGANIZATION', limit }
    : { value: limit, level: 'ENTERPRISE', limit };

/** What holds for one person; `isAdministrator` = they are an owner of the enterprise, which may exempt them from its own limits. (PO-2) */
export function policyFor(
  organization: OrganizationTokenPolicy,
  enterprise: EnterpriseTokenPolicy | null,
  isAdministrator: boolean,
): TokenPolicy {
  const above =
    enterprise && isAdministrator && enterprise.exemptAdministrators
      ? { ...enterprise, fineGrainedMaxDays: null, classicMaxDays: null }
      : enterprise;
  const policy = effectivePolicy(organization, above);
  return {
    optedIn: policy.optedIn.value,
    fineGrainedAccess: policy.fineGrainedAccess.value,
    classicAccess: policy.classicAccess.value,
    approval: policy.approval.value,
    fineGrainedMaxDays: policy.fineGrainedMaxDays.value,
    classicMaxDays: policy.classicMaxDays.value,
  };
}

/** A length of time as it stands in a sentence. */
export const daysText = (days: number): string => (days === 1 ? '1 day' : `${days} days`);

const DAY = 24 * 60 * 60 * 1000;

/** Whether fine-grained tokens may touch what is private in the organization at all. */
export const allowsFineGrained = (policy: TokenPolicy): boolean =>
  policy.optedIn && policy.fineGrainedAccess === 'ALLOWED';

/** A token lives too long when it never expires, or when the time from its issue to its expiry is over the limit. (PO-5) */
export const exceedsLifetime = (maxDays: number | null, issuedAt: Date, expiresAt: Date | null): boolean =>
  maxDays !== null && (expiresAt === null || expiresAt.getTime() - issuedAt.getTime() > maxDays * DAY);
