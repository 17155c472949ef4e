import { Label, Link } from '@primer/react';
import { Link as RouterLink } from 'react-router';
import { graphql, readFragment } from '../../gql/index.ts';
import type { FragmentType } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { STATE_COLOURS } from './token-state.ts';
import { CLASSIC_TOKENS_PATH, TOKENS_PATH } from './tokens-section.tsx';
import styles from './token-details.module.css';

const ClassicBlocks_token = graphql(`
  fragment ClassicBlocks_token on ClassicToken {
    id
    databaseId
    blockedIn {
      code
      message
      organization {
        id
        login
        viewerTokenPolicy {
          allowsFineGrained
        }
      }
    }
  }
`);

/** Where policy refuses the token, why, and what to do about it. (PO-4, PO-5) */
export function ClassicBlocks(props: { token: FragmentType<typeof ClassicBlocks_token> }) {
  const { databaseId, blockedIn } = readFragment(ClassicBlocks_token, props.token);
  if (blockedIn.length === 0) return null;
  return (
    <section aria-labelledby="classic-token-blocks" className={styles.section}>
      <h2 id="classic-token-blocks">{t('classicTokens.blocked.title')}</h2>
      <p>{t('classicTokens.publicStill')}</p>
      <ul className={styles.blocks} aria-labelledby="classic-token-blocks">
        {blockedIn.map(({ code, message, organization: { id, login, viewerTokenPolicy } }) => (
          <li key={id}>
            <div className={styles.blockHead}>
              <strong>{login}</strong>
              <Label variant={STATE_COLOURS[code]}>{t(`tokens.state.${code}`)}</Label>
            </div>
            <p>{message}</p>
            {code === 'LIFETIME' && (
              <Link as={RouterLink} to={`${CLASSIC_TOKENS_PATH}/${databaseId}/regenerate`} inline>
                {t('classicTokens.blocked.useLifetime')}
              </Link>
            )}
            {code === 'POLICY' && viewerTokenPolicy?.allowsFineGrained && (
              <Link as={RouterLink} to={`${TOKENS_PATH}/new?target_name=${login}`} inline>
                {t('classicTokens.blocked.usePolicy', { organization: login })}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
