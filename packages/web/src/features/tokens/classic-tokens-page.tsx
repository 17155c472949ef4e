import { NetworkStatus } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import { LinkButton } from '@primer/react';
import { Link } from 'react-router';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { ClassicTokenRow } from './classic-token-row.tsx';
import { TokenList } from './token-list.tsx';
import { CLASSIC_TOKENS_PATH } from './tokens-section.tsx';

const ClassicTokensPage_query = graphql(`
  query ClassicTokensPage($after: String) {
    viewer {
      id
      personalAccessTokens(kind: CLASSIC, first: 50, after: $after) {
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          id
          ... on ClassicToken {
            ...ClassicTokenRow_token
          }
        }
      }
    }
  }
`);

/** My classic tokens, with the secret of the one just made. */
export function ClassicTokensPage() {
  const { data, error, networkStatus, fetchMore, refetch } = useQuery(ClassicTokensPage_query, {
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  });
  const connection = data?.viewer.personalAccessTokens;
  const rows = connection?.nodes.flatMap((token) =>
    token?.__typename === 'ClassicToken' ? <ClassicTokenRow key={token.id} token={token} /> : [],
  );
  const showMore = () => fetchMore({ variables: { after: connection?.pageInfo.endCursor } });

  return (
    <SettingsPage
      title={t('classicTokens.title')}
      description={t('classicTokens.list.about')}
      actions={
        <LinkButton as={Link} to={`${CLASSIC_TOKENS_PATH}/new`} variant="primary">
          {t('tokens.list.new')}
        </LinkButton>
      }
    >
      <TokenList
        label={t('classicTokens.title')}
        empty={{ title: t('classicTokens.list.empty'), about: t('classicTokens.list.emptyAbout') }}
        rows={rows ?? null}
        error={error}
        onRetry={() => void refetch()}
        onMore={connection?.pageInfo.hasNextPage ? () => void showMore() : null}
        loadingMore={networkStatus === NetworkStatus.fetchMore}
      />
    </SettingsPage>
  );
}
