import { useQuery } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { EmailNotice } from './email-notice.tsx';
import { NewClassicTokenForm } from './new-classic-token-form.tsx';
import { CLASSIC_TOKENS_PATH } from './tokens-section.tsx';

const NewClassicTokenPage_query = graphql(`
  query NewClassicTokenPage {
    viewer {
      id
      emailVerified
      ...ClassicPolicyNotice_viewer
    }
  }
`);

/** The form, once it is known what my organizations demand. */
export function NewClassicTokenPage() {
  // Policy as it stands now, for this form alone.
  const { data, error, refetch } = useQuery(NewClassicTokenPage_query, { fetchPolicy: 'no-cache' });
  return (
    <SettingsPage
      title={t('classicTokens.form.title')}
      breadcrumbs={[{ title: t('classicTokens.title'), to: CLASSIC_TOKENS_PATH }]}
      description={t('classicTokens.form.about')}
    >
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <ListSkeleton />}
      {data?.viewer.emailVerified === false && <EmailNotice />}
      {data && <NewClassicTokenForm viewer={data.viewer} />}
    </SettingsPage>
  );
}
