import { NetworkStatus } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import { KeyIcon } from '@primer/octicons-react';
import { Button, LinkButton } from '@primer/react';
import { Link } from 'react-router';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { NewSecretBox } from './new-secret-box.tsx';
import { TokenRow } from './token-row.tsx';
import { TOKENS_PATH, useSecretInHand } from './tokens-section.tsx';
import styles from './token-list.module.css';

const TokensPage_query = graphql(`
  query TokensPage($after: String) {
    viewer {
      id
      personalAccessTokens(kind: FINE_GRAINED, first: 50, after: $after) {
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          id
          ... on FineGrainedToken {
            ...TokenRow_token
          }
        }
      }
    }
  }
`);

/** My fine-grained tokens, with the secret of the one just made. */
export function TokensPage() {
  const { newSecret } = useSecretInHand();
  const { data, error, networkStatus, fetchMore, refetch } = useQuery(TokensPage_query, {
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  });
  const connection = data?.viewer.personalAccessTokens;
  const tokens = connection?.nodes.flatMap((token) => token ?? []) ?? [];

  const showMore = () => fetchMore({ variables: { after: connection?.pageInfo.endCursor } });

  return (
    <SettingsPage
      title={t('tokens.title')}
      description={t('tokens.list.about')}
      actions={
        <LinkButton as={Link} to={`${TOKENS_PATH}/new`} variant="primary">
          {t('tokens.list.new')}
        </LinkButton>
      }
    >
      {newSecret && <NewSecretBox newSecret={newSecret} />}
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <ListSkeleton />}
      {data && tokens.length === 0 && (
        <EmptyState
          icon={<KeyIcon size={24} />}
          title={t('tokens.list.empty')}
          description={t('tokens.list.emptyAbout')}
        />
      )}
      {tokens.length > 0 && (
        <ul className={styles.list} aria-label={t('tokens.title')}>
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </ul>
      )}
      {connection?.pageInfo.hasNextPage && (
        <Button block loading={networkStatus === NetworkStatus.fetchMore} onClick={() => void showMore()}>
          {t('tokens.list.more')}
        </Button>
      )}
    </SettingsPage>
  );
}
