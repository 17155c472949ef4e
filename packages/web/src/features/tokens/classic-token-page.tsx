import { useQuery } from '@apollo/client/react';
import { useParams } from 'react-router';
import { graphql } from '../../gql/index.ts';
import { formatDay } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { isDatabaseId } from '../../ui/database-id.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Facts } from '../../ui/facts.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { NotFoundState } from '../../ui/not-found-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { ClassicBlocks } from './classic-blocks.tsx';
import { ClassicStateLabel } from './classic-state-label.tsx';
import { ClassicTokenEditor } from './classic-token-editor.tsx';
import { TokenActions } from './token-actions.tsx';
import { LastUsed, TokenExpiry } from './token-dates.tsx';
import { CLASSIC_TOKENS_PATH } from './tokens-section.tsx';
import styles from './token-details.module.css';

const ClassicTokenPage_query = graphql(`
  query ClassicTokenPage($databaseId: Int!) {
    viewer {
      id
      personalAccessToken(databaseId: $databaseId) {
        id
        databaseId
        name
        description
        lastEight
        createdAt
        expiresAt
        lastUsedAt
        status
        ... on ClassicToken {
          scopes
          ...ClassicStateLabel_token
          ...ClassicBlocks_token
          ...ClassicTokenEditor_token
        }
      }
    }
  }
`);

/** One classic token: its dates, where it is blocked, and the ways to change and to end it. */
export function ClassicTokenPage() {
  const databaseId = Number(useParams().id);
  const { data, error, refetch } = useQuery(ClassicTokenPage_query, {
    variables: { databaseId },
    skip: !isDatabaseId(databaseId),
    fetchPolicy: 'cache-and-network',
  });
  const token = data?.viewer.personalAccessToken;

  if (!isDatabaseId(databaseId)) return <NotFoundState />;
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <ListSkeleton />;
  if (token?.__typename !== 'ClassicToken') return <NotFoundState />;
  return (
    <SettingsPage
      title={token.name}
      badge={<ClassicStateLabel token={token} />}
      breadcrumbs={[{ title: t('classicTokens.title'), to: CLASSIC_TOKENS_PATH }]}
      actions={<TokenActions token={token} list={CLASSIC_TOKENS_PATH} />}
    >
      <div className={styles.page}>
        <Facts
          facts={[
            { term: t('tokens.details.created'), text: formatDay(token.createdAt) },
            { term: t('tokens.form.expiration'), text: <TokenExpiry token={token} /> },
            { term: t('tokens.details.lastUsed'), text: <LastUsed at={token.lastUsedAt} /> },
            { term: t('tokens.details.ending'), text: <code>…{token.lastEight}</code> },
          ]}
        />
        <ClassicBlocks token={token} />
        {token.status === 'ACTIVE' ? (
          <div className={styles.section}>
            <ClassicTokenEditor token={token} />
          </div>
        ) : (
          <section aria-labelledby="classic-token-scopes" className={styles.section}>
            {token.description && <p className={styles.description}>{token.description}</p>}
            <h2 id="classic-token-scopes">{t('classicTokens.scopes.title')}</h2>
            <p>{token.scopes.join(', ') || t('classicTokens.scopes.none')}</p>
          </section>
        )}
      </div>
    </SettingsPage>
  );
}
