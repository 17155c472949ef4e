import { RelativeTime } from '@primer/react';
import { formatDay } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import styles from './token-list.module.css';

type Expiring = { expiresAt?: string | null; status: 'ACTIVE' | 'EXPIRED' | 'REVOKED' };

/** "Expires on …", or in red that it has. */
export function TokenExpiry({ token }: { token: Expiring }) {
  if (!token.expiresAt) return <span className={styles.caution}>{t('tokens.expiry.never')}</span>;
  const date = formatDay(token.expiresAt);
  return token.status === 'EXPIRED' ? (
    <span className={styles.expired}>{t('tokens.expiry.expired', { date })}</span>
  ) : (
    <span>{t('tokens.expiry.expires', { date })}</span>
  );
}

export function LastUsed({ at }: { at?: string | null }) {
  if (!at) return <span>{t('tokens.lastUsed.never')}</span>;
  return (
    <span>
      {t('tokens.lastUsed.at')} <RelativeTime datetime={at} />
    </span>
  );
}
