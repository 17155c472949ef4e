import { useQuery } from '@apollo/client/react';
import { useParams } from 'react-router';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { isDatabaseId } from '../../ui/database-id.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { NotFoundState } from '../../ui/not-found-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { DeadTokenState } from './dead-token-state.tsx';
import { RegenerateTokenForm } from './regenerate-token-form.tsx';
import { CLASSIC_TOKENS_PATH, TOKENS_PATH } from './tokens-section.tsx';

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
  const databaseId = Number(useParams().id);
  // Policy as it stands now, for this form alone.
  const { data, error, refetch } = useQuery(RegenerateTokenPage_query, {
    variables: { databaseId },
    skip: !isDatabaseId(databaseId),
    fetchPolicy: 'no-cache',
  });
  const token = data?.viewer.personalAccessToken;

  if (!isDatabaseId(databaseId)) return <NotFoundState />;
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <ListSkeleton />;
  if (token?.__typename !== 'FineGrainedToken' && token?.__typename !== 'ClassicToken') return <NotFoundState />;
  const isClassic = token.__typename === 'ClassicToken';
  const list = isClassic ? CLASSIC_TOKENS_PATH : TOKENS_PATH;
  const owner = isClassic ? null : token.resourceOwner.login;
  return (
    <SettingsPage
      title={t('tokens.regenerate.title', { name: token.name })}
      breadcrumbs={[
        { title: t(isClassic ? 'classicTokens.title' : 'tokens.title'), to: list },
        { title: token.name, to: `${list}/${token.databaseId}` },
      ]}
      description={t('tokens.regenerate.about')}
    >
      {token.status === 'ACTIVE' ? (
        <RegenerateTokenForm
          token={token}
          owner={owner}
          list={list}
          viewer={data.viewer}
          onConflict={() => void refetch()}
        />
      ) : (
        <DeadTokenState status={token.status} newTokenPath={`${list}/new${owner ? `?target_name=${owner}` : ''}`} />
      )}
    </SettingsPage>
  );
}
