import { useQuery } from '@apollo/client/react';
import { Banner } from '@primer/react';
import { useState } from 'react';
import { useParams } from 'react-router';
import { t } from '../../i18n/t.ts';
import { Announce } from '../../ui/announce.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { NotFoundState } from '../../ui/not-found-state.tsx';
import { ResultBanner } from '../../ui/result-banner.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { OptInSteps } from './opt-in-steps.tsx';
import { OrganizationPolicyFacts } from './organization-policy-facts.tsx';
import { OrganizationPolicyForm } from './organization-policy-form.tsx';
import { checkOrganizationDraft, type OrganizationTerms, organizationTermsOf } from './organization-policy.ts';
import { PolicyTabs, useTokenKindTab } from './policy-tabs.tsx';
import { OrganizationPolicy_query, useOrganizationPolicy } from './use-organization-policy.ts';
import { usePolicyForm } from './use-policy-form.ts';

/** What the organization demands of tokens: for owners to set, for members to read. (PO-1, PO-3, PO-7) */
export function OrganizationPolicyPage() {
  const { org: login = '' } = useParams();
  const { data, error, refetch } = useQuery(OrganizationPolicy_query, {
    variables: { login },
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  const terms = data?.organization && organizationTermsOf(data.organization);
  return (
    <SettingsPage title={t('tokenPolicy.title')} description={t('tokenPolicy.description')}>
      {error && !terms && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <ListSkeleton rows={3} />}
      {!error && data && !terms && <NotFoundState />}
      {terms && <OrganizationPolicy key={terms.login} terms={terms} />}
    </SettingsPage>
  );
}

function OrganizationPolicy({ terms }: { terms: OrganizationTerms }) {
  const calls = useOrganizationPolicy(terms.login);
  const [outcome, setOutcome] = useState<{ text: string; failed: boolean } | null>(null);
  const notOptedIn = t('tokenPolicy.notOptedIn', { organization: terms.login });
  const optedIn = async (conflict: string | null) => {
    const text = conflict ?? t('tokenPolicy.optIn.done', { organization: terms.login });
    setOutcome({ text, failed: conflict !== null });
    // What somebody else chose is what is shown now.
    if (conflict !== null) await calls.refresh().catch(() => null);
  };
  if (!terms.isOwner)
    return (
      <>
        {!terms.isOptedIn && <Banner title={notOptedIn} description={t('tokenPolicy.notOptedIn.about')} />}
        <OrganizationPolicyFacts terms={terms} />
      </>
    );
  return (
    <>
      {outcome && (
        <ResultBanner
          key={outcome.text}
          title={outcome.text}
          failed={outcome.failed}
          failures={[]}
          onDismiss={() => setOutcome(null)}
        />
      )}
      <Announce>{outcome?.text ?? ''}</Announce>
      {terms.isOptedIn ? (
        <OwnerPolicy terms={terms} calls={calls} />
      ) : (
        <OptInSteps terms={terms} calls={calls} onDone={(conflict) => void optedIn(conflict)} />
      )}
    </>
  );
}

type OwnerProps = { terms: OrganizationTerms; calls: ReturnType<typeof useOrganizationPolicy> };

function OwnerPolicy({ terms, calls }: OwnerProps) {
  const tab = useTokenKindTab();
  const form = usePolicyForm({ current: terms, check: checkOrganizationDraft, calls });
  return (
    <>
      <PolicyTabs current={tab} />
      <OrganizationPolicyForm tab={tab} form={form} />
    </>
  );
}
