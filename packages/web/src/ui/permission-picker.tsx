import { appPermissionOf } from '@countersign/schema';
import type { Level, PermissionDefinition, PermissionGroup as Group, PermissionMap } from '@countersign/schema';
import { SearchIcon } from '@primer/octicons-react';
import { FormControl, TextInput } from '@primer/react';
import { type ReactNode, useState } from 'react';
import { t } from '../i18n/t.ts';
import { PermissionGroup } from './permission-group.tsx';
import styles from './permission-picker.module.css';

type Props = {
  /** Of the search, which takes the focus when a choice is refused. */
  id: string;
  groups: readonly { group: Group; about: string; permissions: readonly PermissionDefinition[] }[];
  wanted: PermissionMap;
  problem?: string;
  onChoose: (key: string, level: Level | null) => void;
  /** Between the search and the groups: why some are missing. */
  children?: ReactNode;
};

/** Permissions with their levels, in groups, with a search over titles. */
export function PermissionPicker({ id, groups, wanted, problem, onChoose, children }: Props) {
  const [search, setSearch] = useState('');
  const words = search.trim().toLowerCase();
  const matching = groups
    .map(({ group, about, permissions }) => ({
      group,
      about,
      shown: permissions.filter(({ title }) => title.toLowerCase().includes(words)),
      selectedCount: Object.keys(wanted).filter((key) => appPermissionOf(key)?.resource === group).length,
    }))
    .filter(({ shown }) => shown.length > 0);

  return (
    <div className={styles.picker}>
      <FormControl id={id}>
        <FormControl.Label visuallyHidden>{t('permissionPicker.search')}</FormControl.Label>
        <TextInput
          block
          type="search"
          leadingVisual={SearchIcon}
          placeholder={t('permissionPicker.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {problem && <FormControl.Validation variant="error">{problem}</FormControl.Validation>}
      </FormControl>
      {children}
      <div className={styles.groups}>
        {matching.map((found) => (
          <PermissionGroup key={found.group} {...found} searching={words !== ''} wanted={wanted} onChoose={onChoose} />
        ))}
        {matching.length === 0 && (
          <output className={styles.nothing}>{t('permissionPicker.nothingFound', { text: search.trim() })}</output>
        )}
      </div>
    </div>
  );
}
