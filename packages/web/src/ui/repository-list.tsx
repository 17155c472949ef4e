import { DiffAddedIcon, LockIcon, RepoIcon } from '@primer/octicons-react';
import { Label } from '@primer/react';
import { t } from '../i18n/t.ts';
import styles from './repository-list.module.css';

type Props = {
  selection: 'NONE' | 'ALL' | 'SUBSET';
  total: number;
  repositories: readonly { id: string; name: string; visibility: 'PUBLIC' | 'PRIVATE' }[];
  /** Given where something was agreed before: the ids of those that are new, and whether all are asked for after fewer. */
  change?: { added: readonly string[]; widened: boolean };
};

/** Which repositories a token reaches: all, none but public ones, or these. */
export function RepositoryList({ selection, total, repositories, change }: Props) {
  if (selection === 'NONE') return <p className={styles.words}>{t('repositories.none')}</p>;
  if (selection === 'ALL')
    return (
      <p className={styles.words}>
        {t('repositories.allAndLater')}{' '}
        {change?.widened && <Label variant="attention">{t('repositories.widened')}</Label>}
      </p>
    );
  const more = total - repositories.length;
  return (
    <ul className={styles.list}>
      {repositories.map(({ id, name, visibility }) => (
        <li key={id} className={styles.repository}>
          {visibility === 'PRIVATE' ? <LockIcon /> : <RepoIcon />}
          <span className={styles.name}>{name}</span>
          {change && <RepositoryMark isAdded={change.added.includes(id)} />}
        </li>
      ))}
      {more > 0 && <li className={styles.repository}>{t('list.andMore', { count: more })}</li>}
    </ul>
  );
}

const RepositoryMark = ({ isAdded }: { isAdded: boolean }) =>
  isAdded ? (
    <Label variant="success">
      <DiffAddedIcon size={12} className={styles.sign} />
      {t('permissions.added')}
    </Label>
  ) : (
    <Label variant="secondary">{t('permissions.kept')}</Label>
  );
