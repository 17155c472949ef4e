import { permissionOf } from '@countersign/schema';
import type { Level, PermissionGroup } from '@countersign/schema';
import { t } from '../../i18n/t.ts';
import { levelText } from '../../ui/permission-texts.ts';
import styles from './permission-list.module.css';

export type HeldPermission = { key: string; level: Level };

const GROUPS: readonly PermissionGroup[] = ['repository', 'organization', 'user'];

/** Permissions in words, by group: "Contents: Read and write". Two groups have titles in common, so the group is always said. */
export function PermissionList({ permissions }: { permissions: readonly HeldPermission[] }) {
  const groups = GROUPS.map((group) => ({
    group,
    held: permissions
      .filter(({ key }) => permissionOf(key)?.resource === group)
      .map(({ key, level }) => ({ key, level, title: permissionOf(key)!.title }))
      .toSorted((a, b) => a.title.localeCompare(b.title)),
  })).filter(({ held }) => held.length > 0);

  return (
    <dl className={styles.list}>
      {groups.map(({ group, held }) => (
        <div key={group}>
          <dt>{t(`permissions.group.${group}`)}</dt>
          {held.map(({ key, level, title }) => (
            <dd key={key}>
              {title}: <strong>{levelText(level)}</strong>
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
