import { useState } from 'react';
import { useLocation } from 'react-router';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { TokenActions } from './token-actions.tsx';
import { TokenDetails } from './token-details.tsx';
import { TokenRequestPanel } from './token-request-panel.tsx';
import { TokenStateLabel } from './token-state-label.tsx';
import { TOKENS_PATH } from './tokens-section.tsx';
import { useTokenByAddress } from './use-token-by-address.tsx';
import styles from './token-details.module.css';

const TokenPage_query = graphql(`
  query TokenPage($databaseId: Int!) {
    viewer {
      id
      personalAccessToken(databaseId: $databaseId) {
        id
        databaseId
        name
        status
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
  const { data, instead } = useTokenByAddress(TokenPage_query, 'cache-and-network');
  const { state } = useLocation() as { state: { isSaved?: boolean } | null };
  const [withdrawals, setWithdrawals] = useState(0);
  const token = data?.viewer.personalAccessToken;
  if (token?.__typename !== 'FineGrainedToken') return instead;
  return (
    <SettingsPage
      title={token.name}
      badge={<TokenStateLabel token={token} />}
      breadcrumbs={[{ title: t('tokens.title'), to: TOKENS_PATH }]}
      focusAfter={withdrawals || state?.isSaved}
      actions={<TokenActions token={token} list={TOKENS_PATH} isEdited />}
    >
      <div className={styles.page}>
        <TokenRequestPanel token={token} onWithdrawn={() => setWithdrawals((count) => count + 1)} />
        <TokenDetails token={token} />
      </div>
    </SettingsPage>
  );
}
