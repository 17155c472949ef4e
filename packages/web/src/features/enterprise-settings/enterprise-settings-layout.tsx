import { useQuery } from '@apollo/client/react';
import { GlobeIcon, LogIcon, SlidersIcon } from '@primer/octicons-react';
import { Outlet, useParams } from 'react-router';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { NotFoundState } from '../../ui/not-found-state.tsx';
import { PlainPage } from '../../ui/plain-page.tsx';
import { SettingsLayout } from '../../ui/settings-layout.tsx';
import { Whose } from '../../ui/whose.tsx';

const EnterpriseSettings_query = graphql(`
  query EnterpriseSettings($slug: String!) {
    enterprise(slug: $slug) {
      id
      slug
      name
    }
  }
`);

/** An enterprise's settings with their sidebar, for its owners. */
export function EnterpriseSettingsLayout() {
  const { slug = '' } = useParams();
  const { data, error, refetch } = useQuery(EnterpriseSettings_query, { variables: { slug } });
  const enterprise = data?.enterprise;

  if (error || (data && !enterprise))
    return (
      <PlainPage>{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <NotFoundState />}</PlainPage>
    );
  const base = `/enterprises/${slug}/settings`;
  return (
    <SettingsLayout
      label={t('enterpriseSettings.navigation')}
      whose={
        <Whose
          login={enterprise?.slug}
          name={enterprise?.name}
          mark={enterprise && <GlobeIcon size={48} />}
          caption={t('enterpriseSettings.caption')}
        />
      }
      navigation={[
        {
          title: t('enterpriseSettings.tokens'),
          items: [
            { title: t('enterpriseSettings.policy'), to: `${base}/personal-access-tokens`, icon: <SlidersIcon /> },
          ],
        },
        {
          title: t('enterpriseSettings.archive'),
          items: [{ title: t('enterpriseSettings.auditLog'), to: `${base}/audit-log`, icon: <LogIcon /> }],
        },
      ]}
    >
      <Outlet />
    </SettingsLayout>
  );
}
