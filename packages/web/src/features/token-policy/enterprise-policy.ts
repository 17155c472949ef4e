import type { EnterprisePolicySetting } from '../../gql/graphql.ts';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { areDays, type Days, daysText, longest } from './days.ts';
import type { PolicyTerms } from './use-policy-form.ts';

export const EnterprisePolicy_enterprise = graphql(`
  fragment EnterprisePolicy_enterprise on Enterprise {
    id
    slug
    name
    tokenPolicy {
      fineGrainedAccess
      approval
      fineGrainedMaxDays
      classicAccess
      classicMaxDays
      exemptAdministrators
      optedInAt
      version
    }
  }
`);

export type EnterpriseDraft = {
  fineGrainedAccess: EnterprisePolicySetting;
  approval: EnterprisePolicySetting;
  fineGrainedMaxDays: Days;
  classicAccess: EnterprisePolicySetting;
  classicMaxDays: Days;
  exemptAdministrators: boolean;
};

export type EnterpriseTerms = PolicyTerms<EnterpriseDraft> & { slug: string; name: string; optedInAt: string | null };

/** What the page needs of an enterprise's policy; null for those who may not read it. */
export function enterpriseTermsOf(masked: FragmentType<typeof EnterprisePolicy_enterprise>): EnterpriseTerms | null {
  const { slug, name, tokenPolicy } = readFragment(EnterprisePolicy_enterprise, masked);
  if (!tokenPolicy) return null;
  const { fineGrainedAccess, approval, classicAccess, exemptAdministrators, version, optedInAt } = tokenPolicy;
  return {
    slug,
    name,
    optedInAt,
    version,
    draft: {
      fineGrainedAccess,
      approval,
      fineGrainedMaxDays: daysText(tokenPolicy.fineGrainedMaxDays),
      classicAccess,
      classicMaxDays: daysText(tokenPolicy.classicMaxDays),
      exemptAdministrators,
    },
    locked: [],
  };
}

/** The lifetimes that nobody could demand, in words. (PO-1) */
export function checkEnterpriseDraft(draft: EnterpriseDraft): Record<string, string> {
  const wrong = (['fineGrainedMaxDays', 'classicMaxDays'] as const).filter((field) => !areDays(draft[field], null));
  return Object.fromEntries(wrong.map((field) => [field, t('tokenPolicy.problem.days', { max: longest(null) })]));
}
