import { useQuery } from '@apollo/client/react';
import { Button } from '@primer/react';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { NotFoundState } from '../../ui/not-found-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { DeleteTokenDialog } from './delete-token-dialog.tsx';
import { TokenDetails } from './token-details.tsx';
import { TokenRequestPanel } from './token-request-panel.tsx';
import { TokenStateLabel } from './token-state-label.tsx';
import { TOKENS_PATH } from './tokens-section.tsx';
import styles from './token-details.module.css';

const TokenPage_query = graphql(`
  query TokenPage($databaseId: Int!) {
    viewer {
      id
      personalAccessToken(databaseId: $databaseId) {
        id
        name
        ... on FineGrainedToken {
          ...TokenStateLabel_token
          ...TokenRequestPanel_token
          ...TokenDetails_token
        }
      }
    }
  }
`);

/** One token: what it may do, how its request stands, and the ways to end it. */
export function TokenPage() {
  const databaseId = Number(useParams().id);
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const { data, error, refetch } = useQuery(TokenPage_query, {
    variables: { databaseId },
    skip: !isDatabaseId(databaseId),
    fetchPolicy: 'cache-and-network',
  });
  const token = data?.viewer.personalAccessToken;

  if (!isDatabaseId(databaseId)) return <NotFoundState />;
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <ListSkeleton />;
  if (token?.__typename !== 'FineGrainedToken') return <NotFoundState />;
  return (
    <SettingsPage
      title={token.name}
      badge={<TokenStateLabel token={token} />}
      breadcrumbs={[{ title: t('tokens.title'), to: TOKENS_PATH }]}
      actions={
        <Button variant="danger" onClick={() => setDeleting(true)}>
          {t('tokens.delete.button')}
        </Button>
      }
    >
      <div className={styles.page}>
        <TokenRequestPanel token={token} />
        <TokenDetails token={token} />
      </div>
      {deleting && (
        <DeleteTokenDialog
          token={token}
          onClose={() => setDeleting(false)}
          onDeleted={() => void navigate(TOKENS_PATH, { replace: true })}
        />
      )}
    </SettingsPage>
  );
}

const isDatabaseId = (id: number) => Number.isInteger(id) && id > 0 && id < 2 ** 31;
