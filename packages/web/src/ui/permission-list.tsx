import { permissionOf } from '@countersign/schema';
import { Label } from '@primer/react';
import { t } from '../i18n/t.ts';
import styles from './permission-list.module.css';

type Permission = { key: string; level: 'READ' | 'WRITE' | 'ADMIN' };
export type PermissionGroups = Record<'repository' | 'organization' | 'user', readonly Permission[]>;

type Props = {
  permissions: PermissionGroups;
  /** Those that are new, and those at a higher level, against what was agreed before. */
  added?: PermissionGroups;
  raised?: PermissionGroups;
};

const GROUPS = ['repository', 'organization', 'user'] as const;
const has = (group: readonly Permission[] | undefined, key: string) => group?.some((one) => one.key === key) ?? false;

/** Permissions in their groups, each with its level in words. */
export function PermissionList({ permissions, added, raised }: Props) {
  // Where everything is new, saying so at each line says nothing.
  const isChange = GROUPS.some((group) => permissions[group].some(({ key }) => !has(added?.[group], key)));
  const groups = GROUPS.filter((group) => permissions[group].length > 0);
  if (groups.length === 0) return <p className={styles.none}>{t('permissions.none')}</p>;
  return groups.map((group) => (
    <section key={group} className={styles.group}>
      <h3 className={styles.title}>{t(`permissions.group.${group}`)}</h3>
      <ul className={styles.list}>
        {permissions[group].map(({ key, level }) => (
          <li key={key} className={styles.permission}>
            <span>{permissionOf(key)?.title ?? key}</span>
            <span className={styles.level}>
              {isChange && has(added?.[group], key) && <Label variant="success">{t('permissions.added')}</Label>}
              {has(raised?.[group], key) && <Label variant="attention">{t('permissions.raised')}</Label>}
              {t(`permissions.level.${level}`)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  ));
}
