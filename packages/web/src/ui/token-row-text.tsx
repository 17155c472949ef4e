import { AlertFillIcon, DiffModifiedIcon } from '@primer/octicons-react';
import { Avatar } from '@primer/react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { formatDay } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { permissionsText, repositoriesText, type RepositoryChoice } from './access-summary.tsx';
import { Moment } from './moment.tsx';
import type { PermissionGroups } from './permission-list.tsx';
import styles from './token-row-text.module.css';

type Props = {
  token: { name: string; expiresAt: string | null; lastUsedAt: string | null };
  to: string;
  who: { login: string; avatarUrl: string };
  /** "requested 2 days ago": how the person stands to the token. */
  since: ReactNode;
  /** What became of it, when something did. */
  badge?: ReactNode;
  reason?: string | null;
  access: RepositoryChoice & { permissions: PermissionGroups };
  /** How it differs from what was agreed before, in a few words; '' when nothing was. */
  change?: string;
  failure?: string;
};

/** What a row says of a token in an organization, whether it waits or is active. */
export const TokenRowText = ({ token, to, who, since, badge, reason, access, change, failure }: Props) => (
  <>
    <div className={styles.first}>
      <Link to={to} className={styles.name}>
        {token.name}
      </Link>
      {badge}
    </div>
    <p className={styles.facts}>
      <span className={styles.who}>
        <Avatar src={who.avatarUrl} size={16} alt="" />
        {who.login}
      </span>
      <span>{since}</span>
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
    </p>
    {reason && <p className={styles.reason}>{reason}</p>}
    {change && (
      <p className={styles.change}>
        <DiffModifiedIcon size={12} />
        {t('token.change', { change })}
      </p>
    )}
    <p className={styles.facts}>
      <span>{permissionsText(access.permissions)}</span>
      <span>{repositoriesText(access)}</span>
    </p>
    {failure && (
      <p className={styles.failure} role="alert">
        <AlertFillIcon size={12} />
        {failure}
      </p>
    )}
  </>
);
