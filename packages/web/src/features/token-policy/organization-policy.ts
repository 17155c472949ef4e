import type { ApprovalRequirement, TokenAccess } from '../../gql/graphql.ts';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { areDays, type Days, daysText, longest } from './days.ts';
import type { PolicyTerms } from './use-policy-form.ts';

export const OrganizationPolicy_organization = graphql(`
  fragment OrganizationPolicy_organization on Organization {
    id
    login
    viewerRole
    enterprise {
      id
      slug
      name
    }
    tokenPolicy {
      fineGrainedAccess
      approval
      fineGrainedMaxDays
      classicAccess
      classicMaxDays
      optedInAt
      version
    }
    effectiveTokenPolicy {
      fineGrainedAccess {
        value
        level
      }
      approval {
        value
        level
      }
      fineGrainedMaxDays {
        value
        level
        limit
      }
      classicAccess {
        value
        level
      }
      classicMaxDays {
        value
        level
        limit
      }
      optedIn {
        value
        level
      }
    }
  }
`);

export type OrganizationDraft = {
  fineGrainedAccess: TokenAccess;
  approval: ApprovalRequirement;
  fineGrainedMaxDays: Days;
  classicAccess: TokenAccess;
  classicMaxDays: Days;
};

export type OrganizationTerms = PolicyTerms<OrganizationDraft> & {
  login: string;
  isOwner: boolean;
  isOptedIn: boolean;
  enterprise: string;
  /** The enterprise's longest lifetimes, which may only be shortened. */
  limits: Record<'fineGrainedMaxDays' | 'classicMaxDays', number | null>;
};

/** What the page needs of an organization's policy; null for those who may not read it. */
export function organizationTermsOf(
  masked: FragmentType<typeof OrganizationPolicy_organization>,
): OrganizationTerms | null {
  const { login, viewerRole, enterprise, tokenPolicy, effectiveTokenPolicy } = readFragment(
    OrganizationPolicy_organization,
    masked,
  );
  if (!tokenPolicy || !effectiveTokenPolicy) return null;
  const { fineGrainedAccess, approval, fineGrainedMaxDays, classicAccess, classicMaxDays, optedIn } =
    effectiveTokenPolicy;
  const fixed = { fineGrainedAccess, approval, classicAccess };
  return {
    login,
    isOwner: viewerRole === 'OWNER',
    isOptedIn: optedIn.value,
    enterprise: enterprise?.name ?? '',
    version: tokenPolicy.version,
    // What holds, not what was once chosen: under an enterprise's limit a longer one of the organization's says nothing.
    draft: {
      fineGrainedAccess: fineGrainedAccess.value,
      approval: approval.value,
      fineGrainedMaxDays: daysText(fineGrainedMaxDays.value),
      classicAccess: classicAccess.value,
      classicMaxDays: daysText(classicMaxDays.value),
    },
    locked: FIXABLE.filter((field) => fixed[field].level === 'ENTERPRISE'),
    limits: { fineGrainedMaxDays: fineGrainedMaxDays.limit, classicMaxDays: classicMaxDays.limit },
  };
}

const FIXABLE = ['fineGrainedAccess', 'approval', 'classicAccess'] as const;

/** The lifetimes that nobody could demand, in words. (PO-1, PO-2) */
export function checkOrganizationDraft(draft: OrganizationDraft, { limits, enterprise }: OrganizationTerms) {
  const problems: Record<string, string> = {};
  for (const field of ['fineGrainedMaxDays', 'classicMaxDays'] as const) {
    const limit = limits[field];
    if (areDays(draft[field], limit)) continue;
    problems[field] =
      limit === null
        ? t('tokenPolicy.problem.days', { max: longest(limit) })
        : t('tokenPolicy.problem.daysWithin', { max: longest(limit), enterprise });
  }
  return problems;
}
