import { useQuery } from '@apollo/client/react';
import { useEffect } from 'react';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { EmailList } from './email-list.tsx';

const EmailsPage_query = graphql(`
  query EmailsPage {
    viewer {
      id
      ...EmailList_viewer
    }
  }
`);

/** One's e-mail addresses: add, verify, choose the primary one, remove. (TK-1) */
export function EmailsPage() {
  const { data, error, refetch } = useQuery(EmailsPage_query, { fetchPolicy: 'cache-and-network' });
  useEffect(() => {
    // The link in the mail opens in another tab or window; whoever comes back finds the address verified.
    const look = () => {
      if (document.visibilityState === 'visible') void refetch().catch(() => {});
    };
    document.addEventListener('visibilitychange', look);
    // Of two windows side by side neither is ever hidden.
    window.addEventListener('focus', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
    };
  }, [refetch]);
  return (
    <SettingsPage title={t('emails.title')} description={t('emails.about')}>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <ListSkeleton rows={2} />}
      {data && <EmailList viewer={data.viewer} />}
    </SettingsPage>
  );
}
