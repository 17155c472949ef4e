import { useQuery } from '@apollo/client/react';
import { Heading } from '@primer/react';
import { useParams } from 'react-router';
import { t } from '../../i18n/t.ts';
import { AvatarList, AvatarRow } from '../../ui/avatar-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { NotFoundState } from '../../ui/not-found-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { EnterpriseOptIn } from './enterprise-opt-in.tsx';
import { EnterpriseOrganizations } from './enterprise-organizations.tsx';
import { EnterprisePolicyForm } from './enterprise-policy-form.tsx';
import { checkEnterpriseDraft, type EnterpriseTerms, enterpriseTermsOf } from './enterprise-policy.ts';
import { EnterprisePolicy_query, useEnterprisePolicy } from './use-enterprise-policy.ts';
import { usePolicyForm } from './use-policy-form.ts';
import styles from './token-policy.module.css';

/** What the enterprise demands of tokens in its organizations, which these are, and who owns it. (PO-2, PO-3, PO-7) */
export function EnterprisePolicyPage() {
  const { slug = '' } = useParams();
  const { data, error, refetch } = useQuery(EnterprisePolicy_query, {
    variables: { slug },
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  const terms = data?.enterprise && enterpriseTermsOf(data.enterprise);
  const owners = data?.enterprise?.owners ?? [];
  return (
    <SettingsPage title={t('tokenPolicy.title')} description={t('tokenPolicy.enterprise.description')}>
      {error && !terms && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <ListSkeleton />}
      {!error && data && !terms && <NotFoundState />}
      {terms && (
        <>
          <EnterprisePolicy key={terms.slug} terms={terms} />
          <EnterpriseOrganizations slug={terms.slug} />
          <section className={styles.section} aria-label={t('tokenPolicy.enterprise.owners')}>
            <Heading as="h2" variant="small">
              {t('tokenPolicy.enterprise.owners')}
            </Heading>
            <AvatarList label={t('tokenPolicy.enterprise.owners')}>
              {owners.map(({ id, login, name, avatarUrl }) => (
                <AvatarRow key={id} login={login} name={name} picture={{ url: avatarUrl }} />
              ))}
            </AvatarList>
          </section>
        </>
      )}
    </SettingsPage>
  );
}

function EnterprisePolicy({ terms }: { terms: EnterpriseTerms }) {
  const calls = useEnterprisePolicy(terms.slug);
  const form = usePolicyForm({ current: terms, check: checkEnterpriseDraft, calls });
  return (
    <>
      <EnterprisePolicyForm form={form} />
      <EnterpriseOptIn terms={terms} optIn={async () => form.follow(await calls.optIn())} />
    </>
  );
}
