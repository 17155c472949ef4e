import { NetworkStatus } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import { LinkButton } from '@primer/react';
import { Link } from 'react-router';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { TokenList } from './token-list.tsx';
import { TokenRow } from './token-row.tsx';
import { TOKENS_PATH } from './tokens-section.tsx';

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
  const { data, error, networkStatus, fetchMore, refetch } = useQuery(TokensPage_query, {
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  });
  const connection = data?.viewer.personalAccessTokens;
  const rows = connection?.nodes.flatMap((token) =>
    token?.__typename === 'FineGrainedToken' ? <TokenRow key={token.id} token={token} /> : [],
  );
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
      <TokenList
        label={t('tokens.title')}
        empty={{ title: t('tokens.list.empty'), about: t('tokens.list.emptyAbout') }}
        rows={rows ?? null}
        error={error}
        onRetry={() => void refetch()}
        onMore={connection?.pageInfo.hasNextPage ? () => void showMore() : null}
        loadingMore={networkStatus === NetworkStatus.fetchMore}
      />
    </SettingsPage>
  );
}
