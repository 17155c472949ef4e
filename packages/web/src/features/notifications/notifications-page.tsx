import { useQuery } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { NotFoundState } from '../../ui/not-found-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { NotificationsForm } from './notifications-form.tsx';

const NotificationsPage_query = graphql(`
  query NotificationsPage {
    viewer {
      id
      ...NotificationsForm_viewer
      notificationPreferences {
        locale
      }
      organizations(first: 100) {
        nodes {
          id
          viewerRole
        }
      }
    }
  }
`);

/** Which mails one gets, and in which language. What concerns owners is shown to those who own an organization. */
export function NotificationsPage() {
  const { data, error, refetch } = useQuery(NotificationsPage_query, { fetchPolicy: 'network-only' });
  const ownsSomething = data?.viewer.organizations?.nodes.some((node) => node?.viewerRole === 'OWNER') ?? false;
  return (
    <SettingsPage title={t('notifications.title')} description={t('notifications.about')}>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <ListSkeleton rows={3} />}
      {data &&
        (data.viewer.notificationPreferences ? (
          <NotificationsForm viewer={data.viewer} reviews={ownsSomething} />
        ) : (
          <NotFoundState />
        ))}
    </SettingsPage>
  );
}
