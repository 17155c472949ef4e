import { graphql } from '../../gql/index.ts';
import { formatDay } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { Facts } from '../../ui/facts.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { ClassicBlocks } from './classic-blocks.tsx';
import { ClassicStateLabel } from './classic-state-label.tsx';
import { ClassicTokenEditor } from './classic-token-editor.tsx';
import { TokenActions } from './token-actions.tsx';
import { LastUsed, TokenExpiry } from './token-dates.tsx';
import { CLASSIC_TOKENS_PATH } from './tokens-section.tsx';
import { useTokenByAddress } from './use-token-by-address.tsx';
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
  const { data, instead } = useTokenByAddress(ClassicTokenPage_query, 'cache-and-network');
  const token = data?.viewer.personalAccessToken;
  if (token?.__typename !== 'ClassicToken') return instead;
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
