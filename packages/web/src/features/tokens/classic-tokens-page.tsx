import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { ClassicTokenRow } from './classic-token-row.tsx';
import { TokenListPage } from './token-list-page.tsx';
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
export const ClassicTokensPage = () => (
  <TokenListPage
    query={ClassicTokensPage_query}
    title={t('classicTokens.title')}
    about={t('classicTokens.list.about')}
    empty={{ title: t('classicTokens.list.empty'), about: t('classicTokens.list.emptyAbout') }}
    newTokenPath={`${CLASSIC_TOKENS_PATH}/new`}
    renderRow={(token) =>
      token.__typename === 'ClassicToken' ? <ClassicTokenRow key={token.id} token={token} /> : null
    }
  />
);
