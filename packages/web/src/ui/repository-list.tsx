import { LockIcon, RepoIcon } from '@primer/octicons-react';
import { Label } from '@primer/react';
import { t } from '../i18n/t.ts';
import styles from './repository-list.module.css';

type Props = {
  selection: 'NONE' | 'ALL' | 'SUBSET';
  total: number;
  repositories: readonly { id: string; name: string; visibility: 'PUBLIC' | 'PRIVATE' }[];
  /** The ids of those that are new against what was agreed before. */
  added?: readonly string[];
};

/** Which repositories a token reaches: all, none but public ones, or these. */
export function RepositoryList({ selection, total, repositories, added = [] }: Props) {
  if (selection === 'NONE') return <p className={styles.words}>{t('repositories.none')}</p>;
  if (selection === 'ALL') return <p className={styles.words}>{t('repositories.allAndLater')}</p>;
  const more = total - repositories.length;
  // Where everything is new, saying so at each line says nothing.
  const isChange = repositories.some(({ id }) => !added.includes(id));
  return (
    <ul className={styles.list}>
      {repositories.map(({ id, name, visibility }) => (
        <li key={id} className={styles.repository}>
          {visibility === 'PRIVATE' ? <LockIcon /> : <RepoIcon />}
          <span className={styles.name}>{name}</span>
          {isChange && added.includes(id) && <Label variant="success">{t('permissions.added')}</Label>}
        </li>
      ))}
      {more > 0 && <li className={styles.repository}>{t('list.andMore', { count: more })}</li>}
    </ul>
  );
}
