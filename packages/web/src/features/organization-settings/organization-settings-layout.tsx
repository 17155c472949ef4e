import { skipToken, useQuery, useSubscription } from '@apollo/client/react';
import { AppsIcon, InboxIcon, KeyIcon, LogIcon, SlidersIcon, WebhookIcon } from '@primer/octicons-react';
import { Outlet, useParams } from 'react-router';
import { graphql } from '../../gql/index.ts';
import { countFor } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { NotFoundState } from '../../ui/not-found-state.tsx';
import { PlainPage } from '../../ui/plain-page.tsx';
import { SettingsLayout } from '../../ui/settings-layout.tsx';
import { Whose } from '../../ui/whose.tsx';

const OrganizationSettings_query = graphql(`
  query OrganizationSettings($login: String!) {
    organization(login: $login) {
      id
      login
      name
      avatarUrl
      viewerRole
    }
  }
`);

const PendingCount_query = graphql(`
  query PendingCount($login: String!) {
    organization(login: $login) {
      id
      waiting: tokenRequests(first: 1) {
        totalCount
        totalCountIsExact
      }
    }
  }
`);

const PendingCountChanged = graphql(`
  subscription PendingCountChanged($login: String!) {
    tokenRequestsChanged(organization: $login) {
      pendingCount
    }
  }
`);

/** An organization's settings with their sidebar: members read its policy; owners see how many requests wait, as it changes. */
export function OrganizationSettingsLayout() {
  const { org: login = '' } = useParams();
  const { data, error, refetch } = useQuery(OrganizationSettings_query, { variables: { login } });
  const organization = data?.organization;
  const isOwner = organization?.viewerRole === 'OWNER';
  const isForOwners = organization?.viewerRole !== 'MEMBER';
  const pending = usePendingCount(isOwner ? login : null);

  if (error || (data && !organization))
    return (
      <PlainPage>{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <NotFoundState />}</PlainPage>
    );
  const base = `/organizations/${login}/settings`;
  return (
    <SettingsLayout
      label={t('organizationSettings.navigation')}
      whose={
        <Whose
          square
          login={organization?.login}
          name={organization?.name}
          avatarUrl={organization?.avatarUrl}
          caption={t('organizationSettings.caption')}
        />
      }
      navigation={[
        {
          title: t('organizationSettings.tokens'),
          items: [
            { title: t('organizationSettings.policy'), to: `${base}/personal-access-tokens`, icon: <SlidersIcon /> },
            ...(isForOwners
              ? [
                  {
                    title: t('organizationSettings.active'),
                    to: `${base}/personal-access-tokens/active`,
                    icon: <KeyIcon />,
                  },
                  {
                    title: t('organizationSettings.pending'),
                    to: `${base}/personal-access-token-requests`,
                    icon: <InboxIcon />,
                    counter: pending,
                  },
                ]
              : []),
          ],
        },
        ...(isForOwners
          ? [
              {
                title: t('organizationSettings.integrations'),
                items: [
                  { title: t('organizationSettings.apps'), to: `${base}/apps`, icon: <AppsIcon /> },
                  { title: t('organizationSettings.webhooks'), to: `${base}/webhooks`, icon: <WebhookIcon /> },
                ],
              },
              {
                title: t('organizationSettings.archive'),
                items: [{ title: t('organizationSettings.auditLog'), to: `${base}/audit-log`, icon: <LogIcon /> }],
              },
            ]
          : []),
      ]}
    >
      <Outlet />
    </SettingsLayout>
  );
}

/** How many requests wait, kept current by events; undefined for none, and for those who may not know. */
function usePendingCount(login: string | null): string | undefined {
  const { data } = useQuery(
    PendingCount_query,
    login ? { variables: { login }, fetchPolicy: 'cache-and-network' } : skipToken,
  );
  const { data: event } = useSubscription(PendingCountChanged, login ? { variables: { login } } : skipToken);
  const waiting = data?.organization?.waiting;
  const count = event?.tokenRequestsChanged.pendingCount ?? waiting?.totalCount;
  if (!count) return undefined;
  // What an event says is exact, however many they are.
  const isExact = event !== undefined || waiting?.totalCountIsExact === true;
  return t('organizationSettings.pendingCount', { count: countFor(count, isExact) });
}
