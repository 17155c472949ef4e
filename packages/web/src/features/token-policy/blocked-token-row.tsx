import { Avatar } from '@primer/react';
import { formatDay } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { Moment } from '../../ui/moment.tsx';
import type { BlockedToken } from './blocked-tokens.ts';
import styles from './token-policy.module.css';

type Props = { token: BlockedToken; showsOrganization: boolean };

/** One token that a change would block: whose it is, how long it lives, when it was used, and why it is blocked. */
export const BlockedTokenRow = ({ token, showsOrganization }: Props) => (
  <li className={styles.row}>
    <div className={styles.first}>
      <strong>{token.name}</strong>
      <span className={styles.who}>
        <Avatar src={token.user.avatarUrl} size={16} alt="" /> {token.user.login}
      </span>
    </div>
    <p className={styles.facts}>
      {showsOrganization && <span>{token.organization.login}</span>}
      <span>
        {token.expiresAt ? t('token.expires', { date: formatDay(token.expiresAt) }) : t('token.neverExpires')}
      </span>
      <span>
        {token.lastUsedAt ? (
          <>
            {t('token.lastUsed')} <Moment at={token.lastUsedAt} />
          </>
        ) : (
          t('token.neverUsed')
        )}
      </span>
      <span>{t(token.code === 'LIFETIME' ? 'tokenPolicy.blocked.lifetime' : 'tokenPolicy.blocked.restricted')}</span>
    </p>
  </li>
);
