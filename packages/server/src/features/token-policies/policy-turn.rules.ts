import {
  allowsFineGrained,
  type EnterpriseTokenPolicy,
  type OrganizationTokenPolicy,
  policyFor,
  type TokenPolicy,
} from './token-policy.rules.ts';

/** Whether a kind of token is let in, and how long one may live; null = no limit. */
type Terms = Readonly<{ isOpen: boolean; maxDays: number | null }>;

/** What becomes of the terms of one kind of token in one organization, for the enterprise's administrators or for everybody else. */
export type PolicyTurn = Readonly<{
  organizationId: number;
  kind: 'FINE_GRAINED' | 'CLASSIC';
  isAdministrator: boolean;
  was: Terms;
  becomes: Terms;
}>;

/** The two policies that hold in an organization together. */
export type PolicyPair = Readonly<{ own: OrganizationTokenPolicy; enterprise: EnterpriseTokenPolicy | null }>;

const termsOf = (policy: TokenPolicy, kind: PolicyTurn['kind']): Terms =>
  kind === 'FINE_GRAINED'
    ? { isOpen: allowsFineGrained(policy), maxDays: policy.fineGrainedMaxDays }
    : { isOpen: policy.classicAccess === 'ALLOWED', maxDays: policy.classicMaxDays };

/** Whether some token could be let in before and not after. */
const tightens = ({ was, becomes }: PolicyTurn): boolean =>
  was.isOpen &&
  (!becomes.isOpen || (becomes.maxDays !== null && (was.maxDays === null || becomes.maxDays < was.maxDays)));

/** How a change tightens an organization's terms; empty when it blocks no token whatever. (PO-7) */
export const turnsOf = (organizationId: number, before: PolicyPair, after: PolicyPair): PolicyTurn[] =>
  (before.enterprise || after.enterprise ? [false, true] : [false])
    .flatMap((isAdministrator) => {
      const was = policyFor(before.own, before.enterprise, isAdministrator);
      const becomes = policyFor(after.own, after.enterprise, isAdministrator);
      return (['FINE_GRAINED', 'CLASSIC'] as const).map((kind) => ({
        organizationId,
        kind,
        isAdministrator,
        was: termsOf(was, kind),
        becomes: termsOf(becomes, kind),
      }));
    })
    .filter(tightens);
