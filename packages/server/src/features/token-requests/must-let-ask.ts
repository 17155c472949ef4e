import { forbidden } from '../../errors.ts';
import type { HeldMembership } from '../organizations/hold-membership.ts';
import { allowsFineGrained, daysText, exceedsLifetime } from '../token-policies/token-policy.rules.ts';
import type { Token } from '../tokens/token.entity.ts';

/** FORBIDDEN, with the policy, where the organization lets no such token in, or none that lives as long. (PO-4, PO-5) */
export function mustLetAsk(
  { organization: { login }, policy }: Pick<HeldMembership, 'organization' | 'policy'>,
  { issuedAt, expiresAt }: Pick<Token, 'issuedAt' | 'expiresAt'>,
): void {
  if (!allowsFineGrained(policy)) throw forbidden(`${login} does not allow fine-grained tokens.`, { policy: login });
  const { fineGrainedMaxDays } = policy;
  if (exceedsLifetime(fineGrainedMaxDays, issuedAt, expiresAt))
    throw forbidden(`${login} does not allow tokens that live longer than ${daysText(fineGrainedMaxDays!)}.`, {
      policy: login,
    });
}
