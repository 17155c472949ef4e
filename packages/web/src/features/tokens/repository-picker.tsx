import { useQuery } from '@apollo/client/react';
import { LIMITS } from '@countersign/schema';
import { LockIcon, RepoIcon, TriangleDownIcon, XIcon } from '@primer/octicons-react';
import { Button, IconButton, SelectPanel } from '@primer/react';
import { useRef, useState } from 'react';
import { describeError } from '../../apollo/describe-error.ts';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { useSettled } from '../../ui/use-settled.ts';
import type { ChosenRepository } from './token-draft.ts';
import styles from './token-form.module.css';

const RepositoryPicker_query = graphql(`
  query RepositoryPicker($owner: String!, $text: String!) {
    viewer {
      id
      resourceOwners(login: $owner) {
        login
        repositories(text: $text, first: 50) {
          totalCount
          nodes {
            id
            name
            visibility
          }
        }
      }
    }
  }
`);

type Props = { owner: string; chosen: ChosenRepository[]; onChange: (chosen: ChosenRepository[]) => void };

/** Searches the owner's repositories on the server, so that thousands are no different from ten; at most 50 are chosen. */
export function RepositoryPicker({ owner, chosen, onChange }: Props) {
  const [open, setOpen] = useState(false);
  const [filter, setFilter] = useState('');
  const anchor = useRef<HTMLButtonElement>(null);
  const text = useSettled(filter.trim());
  const { data, previousData, loading, error } = useQuery(RepositoryPicker_query, {
    variables: { owner, text },
    skip: !open,
  });
  const found = (data ?? previousData)?.viewer.resourceOwners?.find(({ login }) => login === owner)?.repositories;
  const full = chosen.length >= LIMITS.tokenRepositories;
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
    <div className={styles.stack}>
      <SelectPanel
        title={t('tokens.repositories.title')}
        inputLabel={t('tokens.repositories.search')}
        placeholderText={t('tokens.repositories.search')}
        open={open}
        onOpenChange={setOpen}
        renderAnchor={(props) => (
          <Button
            {...props}
            ref={anchor}
            className={styles.pick}
            aria-haspopup="dialog"
            trailingAction={TriangleDownIcon}
          >
            {t('tokens.repositories.select')}
          </Button>
        )}
        anchorRef={anchor}
        loading={loading && !found}
        items={items}
        selected={chosen.map(({ id, name }) => ({ id, text: name }))}
        onSelectedChange={(items: { id?: string | number; text?: string }[]) =>
          onChange(items.map((item) => ({ id: String(item.id), name: item.text ?? '' })))
        }
        filterValue={filter}
        onFilterChange={setFilter}
        message={
          error
            ? { variant: 'error', title: t('tokens.repositories.failed'), body: describeError(error).message }
            : loading || items.length > 0
              ? undefined
              : { variant: 'empty', title: t('tokens.repositories.none'), body: t('tokens.repositories.noneAbout') }
        }
        notice={
          full
            ? { variant: 'warning', text: t('tokens.repositories.full', { limit: LIMITS.tokenRepositories }) }
            : more > 0
              ? { variant: 'info', text: t('tokens.repositories.more', { count: more }) }
              : undefined
        }
        width="large"
        height="large"
      />
      <ChosenRepositories
        owner={owner}
        chosen={chosen}
        onRemove={(removed) => {
          onChange(chosen.filter(({ id }) => id !== removed));
          anchor.current?.focus();
        }}
      />
    </div>
  );
}

type ChosenProps = { owner: string; chosen: ChosenRepository[]; onRemove: (id: string) => void };

function ChosenRepositories({ owner, chosen, onRemove }: ChosenProps) {
  if (chosen.length === 0) return null;
  return (
    <div>
      <output className={styles.caption}>
        {t('tokens.repositories.chosen', { count: chosen.length, limit: LIMITS.tokenRepositories })}
      </output>
      <ul className={styles.chosen} aria-label={t('tokens.repositories.chosenList')}>
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
              aria-label={t('tokens.repositories.remove', { name })}
              onClick={() => onRemove(id)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
