import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { LivingTokenPage } from './living-token-page.tsx';
import { RegenerateTokenForm } from './regenerate-token-form.tsx';
import { useTokenByAddress } from './use-token-by-address.tsx';

const RegenerateTokenPage_query = graphql(`
  query RegenerateTokenPage($databaseId: Int!) {
    viewer {
      id
      personalAccessToken(databaseId: $databaseId) {
        id
        databaseId
        name
        status
        ... on FineGrainedToken {
          resourceOwner {
            ... on User {
              id
              login
            }
            ... on Organization {
              id
              login
            }
          }
        }
      }
      ...RegenerateTokenForm_viewer
    }
  }
`);

/** A new secret for a token of either kind, as long as it lives. (TK-10) */
export function RegenerateTokenPage() {
  // Policy as it stands now, for this form alone.
  const { data, askAgain, instead } = useTokenByAddress(RegenerateTokenPage_query, 'no-cache');
  const token = data?.viewer.personalAccessToken;
  if (!data || !token) return instead;
  const owner = token.__typename === 'FineGrainedToken' ? token.resourceOwner.login : null;
  return (
    <LivingTokenPage
      token={token}
      owner={owner}
      title={t('tokens.regenerate.title', { name: token.name })}
      about={t('tokens.regenerate.about')}
    >
      <RegenerateTokenForm token={token} owner={owner} viewer={data.viewer} onConflict={askAgain} />
    </LivingTokenPage>
  );
}
