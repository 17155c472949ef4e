import { permissionOf } from '@countersign/schema';
import { SearchIcon } from '@primer/octicons-react';
import { FormControl, TextInput } from '@primer/react';
import { useState } from 'react';
import { t } from '../../i18n/t.ts';
import { FIELD_IDS } from './field-ids.ts';
import { PermissionGroup } from './permission-group.tsx';
import { groupsFor, permissionsIn, wantedPermissions } from './token-draft.ts';
import type { DraftForm } from './use-token-draft.ts';
import styles from './token-form.module.css';

/** Every permission that fits the owner and the repository access, in groups, with a search over titles. */
export function PermissionPicker({ form: { draft, owner, problems, choosePermission } }: { form: DraftForm }) {
  const [search, setSearch] = useState('');
  const words = search.trim().toLowerCase();
  const wanted = wantedPermissions(draft, owner);
  const groups = groupsFor(owner, draft.repositorySelection).map((group) => ({
    group,
    shown: permissionsIn(group).filter(({ title }) => title.toLowerCase().includes(words)),
    selectedCount: Object.keys(wanted).filter((key) => permissionOf(key)?.resource === group).length,
  }));
  const matching = groups.filter(({ shown }) => shown.length > 0);

  return (
    <div className={styles.stack}>
      <FormControl id={FIELD_IDS.permissions}>
        <FormControl.Label visuallyHidden>{t('tokens.permissions.search')}</FormControl.Label>
        <TextInput
          block
          type="search"
          leadingVisual={SearchIcon}
          placeholder={t('tokens.permissions.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {problems.texts.permissions && (
          <FormControl.Validation variant="error">{problems.texts.permissions}</FormControl.Validation>
        )}
      </FormControl>
      {draft.repositorySelection === 'NONE' && <p className={styles.caption}>{t('tokens.permissions.publicOnly')}</p>}
      <div className={styles.groups}>
        {matching.map((found) => (
          <PermissionGroup
            key={found.group}
            {...found}
            searching={words !== ''}
            wanted={wanted}
            onChoose={choosePermission}
          />
        ))}
        {matching.length === 0 && (
          <output className={styles.nothing}>{t('tokens.permissions.nothingFound', { text: search.trim() })}</output>
        )}
      </div>
    </div>
  );
}
