import { LockIcon, RepoIcon, TriangleDownIcon } from '@primer/octicons-react';
import { Button, SelectPanel } from '@primer/react';
import { useRef, useState } from 'react';
import { describeError } from '../apollo/describe-error.ts';
import { t } from '../i18n/t.ts';
import { ChosenRepositories } from './chosen-repositories.tsx';
import type { ChosenRepository } from './chosen-repository.ts';
import styles from './repository-select.module.css';

type Offered = ChosenRepository & { visibility: 'PUBLIC' | 'PRIVATE' };

type Props = {
  owner: string;
  chosen: ChosenRepository[];
  onChange: (chosen: ChosenRepository[]) => void;
  /** The most that can be chosen, if there is such a number. */
  limit?: number;
  /** What the server found for the text last given to `onSearch`; null before it answered. */
  found: { totalCount: number; nodes: readonly (Offered | null)[] } | null;
  loading: boolean;
  error: unknown;
  /** Called with what is typed, '' when the list opens and null when it closes. */
  onSearch: (text: string | null) => void;
};

/** Repositories chosen from a list that the server searches, so that thousands are no different from ten. */
export function RepositorySelect({ owner, chosen, onChange, limit, found, loading, error, onSearch }: Props) {
  const [open, setOpen] = useState(false);
  const [filter, setFilter] = useState('');
  const anchor = useRef<HTMLButtonElement>(null);
  const full = limit !== undefined && chosen.length >= limit;
  const isChosen = (id: string) => chosen.some((repository) => repository.id === id);
  const items = (found?.nodes ?? []).flatMap((repository) =>
    repository
      ? [
          {
            id: repository.id,
            text: repository.name,
            leadingVisual: repository.visibility === 'PRIVATE' ? LockIcon : RepoIcon,
            disabled: full && !isChosen(repository.id),
          },
        ]
      : [],
  );
  const more = (found?.totalCount ?? 0) - items.length;

  return (
    <div className={styles.select}>
      <SelectPanel
        title={t('repositoryPicker.title')}
        inputLabel={t('repositoryPicker.search')}
        placeholderText={t('repositoryPicker.search')}
        open={open}
        onOpenChange={(opens) => {
          setOpen(opens);
          onSearch(opens ? filter : null);
        }}
        renderAnchor={(props) => (
          <Button
            {...props}
            ref={anchor}
            className={styles.pick}
            aria-haspopup="dialog"
            trailingAction={TriangleDownIcon}
          >
            {t('repositoryPicker.select')}
          </Button>
        )}
        anchorRef={anchor}
        loading={loading && !found}
        items={items}
        selected={chosen.map(({ id, name }) => ({ id, text: name }))}
        onSelectedChange={(picked: { id?: string | number; text?: string }[]) =>
          onChange(picked.map((item) => ({ id: String(item.id), name: item.text ?? '' })))
        }
        filterValue={filter}
        onFilterChange={(text) => {
          setFilter(text);
          onSearch(text);
        }}
        message={
          error
            ? { variant: 'error', title: t('repositoryPicker.failed'), body: describeError(error).message }
            : loading || items.length > 0
              ? undefined
              : { variant: 'empty', title: t('repositoryPicker.none'), body: t('repositoryPicker.noneAbout') }
        }
        notice={
          full
            ? { variant: 'warning', text: t('repositoryPicker.full', { limit }) }
            : more > 0
              ? { variant: 'info', text: t('repositoryPicker.more', { count: more }) }
              : undefined
        }
        width="large"
        height="large"
      />
      <ChosenRepositories
        owner={owner}
        chosen={chosen}
        limit={limit}
        onRemove={(removed) => {
          onChange(chosen.filter(({ id }) => id !== removed));
          anchor.current?.focus();
        }}
      />
    </div>
  );
}
