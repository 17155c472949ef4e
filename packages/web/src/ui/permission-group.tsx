import type { Level, PermissionDefinition, PermissionGroup as Group, PermissionMap } from '@countersign/schema';
import { ChevronDownIcon, ChevronRightIcon } from '@primer/octicons-react';
import { CounterLabel } from '@primer/react';
import { useId, useState } from 'react';
import { t } from '../i18n/t.ts';
import { metadataIsLocked } from './permission-choices.ts';
import { PermissionRow } from './permission-row.tsx';
import styles from './permission-picker.module.css';

type Props = {
  group: Group;
  /** What a permission of it is good for. */
  about: string;
  /** What the search leaves of the group. */
  shown: readonly PermissionDefinition[];
  searching: boolean;
  wanted: PermissionMap;
  selectedCount: number;
  onChoose: (key: string, level: Level | null) => void;
};

/** One collapsible group; a search opens it. */
export function PermissionGroup({ group, about, shown, searching, wanted, selectedCount, onChoose }: Props) {
  const [opened, setOpened] = useState(selectedCount > 0);
  const bodyId = useId();
  const open = searching || opened;
  const locked = metadataIsLocked(wanted);
  return (
    <section className={styles.group}>
      <h3 className={styles.groupHeading}>
        <button
          type="button"
          className={styles.groupToggle}
          aria-expanded={open}
          aria-controls={bodyId}
          onClick={() => setOpened(!open)}
        >
          {open ? <ChevronDownIcon /> : <ChevronRightIcon />}
          <span>{t(`permissions.group.${group}`)}</span>
          {selectedCount > 0 && <CounterLabel>{t('permissionPicker.selected', { count: selectedCount })}</CounterLabel>}
        </button>
      </h3>
      <div id={bodyId} hidden={!open}>
        <p className={styles.groupAbout}>{about}</p>
        <ul className={styles.permissions}>
          {shown.map((permission) => (
            <PermissionRow
              key={permission.key}
              permission={permission}
              level={wanted[permission.key] ?? null}
              locked={permission.key === 'metadata' && locked}
              onChange={(level) => onChoose(permission.key, level)}
            />
          ))}
        </ul>
      </div>
    </section>
  );
}
