import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { TokenListPage } from './token-list-page.tsx';
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
export const TokensPage = () => (
  <TokenListPage
    query={TokensPage_query}
    title={t('tokens.title')}
    about={t('tokens.list.about')}
    empty={{ title: t('tokens.list.empty'), about: t('tokens.list.emptyAbout') }}
    newTokenPath={`${TOKENS_PATH}/new`}
    renderRow={(token) => (token.__typename === 'FineGrainedToken' ? <TokenRow key={token.id} token={token} /> : null)}
  />
);
