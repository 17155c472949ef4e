import { appPermissionOf } from '@countersign/schema';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import type { PermissionGroups } from './permission-list.tsx';

/** What is asked against what was agreed before, as the server tells it apart. (TK-11) */
export type AccessChange = Record<
  'permissionsAdded' | 'permissionsUpgraded' | 'permissionsKept' | 'permissionsDropped',
  PermissionGroups
>;

const countOf = ({ repository, organization, user }: PermissionGroups) =>
  repository.length + organization.length + user.length;

type Kept = { kept: Permissions; lowered: Permissions; dropped: Permissions };
type Permissions = PermissionGroups['repository'];

/** Of one group: what stays as it was, what stays at a lower level (with the level it had), and what goes. */
export function keptOf(change: AccessChange, group: keyof PermissionGroups): Kept {
  const kept = change.permissionsKept[group];
  const dropped = change.permissionsDropped[group];
  const isIn = (permissions: Permissions, key: string) => permissions.some((one) => one.key === key);
  return {
    kept: kept.filter(({ key }) => !isIn(dropped, key)),
    lowered: dropped.filter(({ key }) => isIn(kept, key)),
    dropped: dropped.filter(({ key }) => !isIn(kept, key)),
  };
}

const GROUPS = ['repository', 'organization', 'user'] as const;
const countKept = (change: AccessChange, of: keyof Kept) =>
  GROUPS.reduce((count, group) => count + keptOf(change, group)[of].length, 0);

/** Whether something was agreed before; else all of it is new, and saying so at each line says nothing. */
export const isChange = ({
  permissionsUpgraded,
  permissionsKept,
  permissionsDropped,
}: Omit<AccessChange, 'permissionsAdded'>): boolean =>
  [permissionsUpgraded, permissionsKept, permissionsDropped].some((groups) => countOf(groups) > 0);

type Repositories = { repositoriesAdded: { totalCount: number }; repositoriesWidened: boolean };

/** Whether it asks for all repositories where fewer were agreed. */
export const isWidened = (asked: AccessChange & Pick<Repositories, 'repositoriesWidened'>): boolean =>
  isChange(asked) && asked.repositoriesWidened;

/** "+2 permissions, 1 raised, and +1 repository"; '' for what is asked the first time. */
export function changeText(asked: AccessChange & Repositories): string {
  if (!isChange(asked)) return '';
  const counts = [
    ['change.added', countOf(asked.permissionsAdded)],
    ['change.raised', countOf(asked.permissionsUpgraded)],
    ['change.lowered', countKept(asked, 'lowered')],
    ['change.dropped', countKept(asked, 'dropped')],
    ['change.repositories', asked.repositoriesAdded.totalCount],
  ] as const;
  const parts = counts.flatMap(([key, count]) => (count > 0 ? [t(key, { count })] : []));
  return formatList(isWidened(asked) ? [...parts, t('change.allRepositories')] : parts);
}

const LEVELS = ['READ', 'WRITE', 'ADMIN'] as const;
type Level = (typeof LEVELS)[number];

/** The level from which a permission was raised to this one, where only one is lower. */
export function levelBelow(key: string, level: Level): Level | null {
  const known: readonly string[] = appPermissionOf(key)?.levels.map((name) => name.toUpperCase()) ?? [];
  const lower = LEVELS.slice(0, LEVELS.indexOf(level)).filter((one) => known.includes(one));
  return lower.length === 1 ? lower[0]! : null;
}
