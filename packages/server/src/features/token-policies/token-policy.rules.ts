/** What an organization demands of tokens. (PO-1) */
export type OrganizationTokenPolicy = {
  /** When an owner turned fine-grained tokens on; null = they are off. (PO-3) */
  optedInAt: Date | null;
  fineGrainedAccess: 'ALLOWED' | 'RESTRICTED';
  classicAccess: 'ALLOWED' | 'RESTRICTED';
  approval: 'REQUIRED' | 'NOT_REQUIRED';
  /** In days; null = no limit. */
  fineGrainedMaxDays: number | null;
  classicMaxDays: number | null;
};

const DAY = 24 * 60 * 60 * 1000;

/** Whether fine-grained tokens may touch what is private in the organization at all. */
export const allowsFineGrained = (policy: OrganizationTokenPolicy): boolean =>
  policy.optedInAt !== null && policy.fineGrainedAccess === 'ALLOWED';

/** A token lives too long when it never expires, or when the time from its issue to its expiry is over the limit. (PO-5) */
export const exceedsLifetime = (maxDays: number | null, issuedAt: Date, expiresAt: Date | null): boolean =>
  maxDays !== null && (expiresAt === null || expiresAt.getTime() - issuedAt.getTime() > maxDays * DAY);
