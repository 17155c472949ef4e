import { RepoIcon, XIcon } from '@primer/octicons-react';
import { IconButton } from '@primer/react';
import { t } from '../i18n/t.ts';
import type { ChosenRepository } from './chosen-repository.ts';
import styles from './repository-select.module.css';

type Props = {
  owner: string;
  chosen: readonly ChosenRepository[];
  limit?: number;
  onRemove: (id: string) => void;
};

/** What is chosen so far, each with a way to take it off. */
export function ChosenRepositories({ owner, chosen, limit, onRemove }: Props) {
  if (chosen.length === 0) return null;
  const count = chosen.length;
  return (
    <div>
      <output className={styles.count}>
        {limit === undefined
          ? t('repositoryPicker.chosen', { count })
          : t('repositoryPicker.chosenOf', { count, limit })}
      </output>
      <ul className={styles.chosen} aria-label={t('repositoryPicker.chosenList')}>
        {chosen.map(({ id, name }) => (
          <li key={id}>
            <RepoIcon />
            <span className={styles.chosenName}>
              {owner}/<strong>{name}</strong>
            </span>
            <IconButton
              icon={XIcon}
              size="small"
              variant="invisible"
              aria-label={t('repositoryPicker.remove', { name })}
              onClick={() => onRemove(id)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
