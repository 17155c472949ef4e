import { APP_ONLY_PERMISSIONS, appPermissionOf, covers, PERMISSIONS } from '@countersign/schema';
import type { Level, PermissionMap } from '@countersign/schema';
import { t } from '../../i18n/t.ts';
import type { AccessChange } from '../../ui/access-change.ts';
import type { PermissionGroups } from '../../ui/permission-list.tsx';
import { levelFromApi, levelText, levelToApi } from '../../ui/permission-texts.ts';

type Permission = PermissionGroups['repository'][number];

/** What an App may ask for: nothing of people's accounts, since it is installed on organizations. (AP-1) */
export const APP_PERMISSIONS = [...PERMISSIONS, ...APP_ONLY_PERMISSIONS].filter(({ resource }) => resource !== 'user');

const NONE: PermissionGroups = { repository: [], organization: [], user: [] };

/** A flat list in the groups of the catalogue. */
export function grouped(permissions: readonly Permission[]): PermissionGroups {
  const of = (group: keyof PermissionGroups) =>
    permissions.filter(({ key }) => appPermissionOf(key)?.resource === group);
  return { repository: of('repository'), organization: of('organization'), user: of('user') };
}

const flat = ({ repository, organization, user }: PermissionGroups) => [...repository, ...organization, ...user];

export const isSome = (permissions: PermissionGroups): boolean => flat(permissions).length > 0;

export const toMap = (permissions: PermissionGroups): PermissionMap =>
  Object.fromEntries(flat(permissions).map(({ key, level }) => [key, levelFromApi(level)]));

export const toInput = (permissions: PermissionMap) =>
  Object.entries(permissions).map(([key, level]) => ({ key, level: levelToApi(level) }));

/** What an App asks for beyond what it holds, beside what it holds. */
export function changeOf(held: readonly Permission[], asked: PermissionGroups): AccessChange {
  const wished = flat(asked);
  const isHeld = ({ key }: Permission) => held.some((one) => one.key === key);
  return {
    permissionsAdded: grouped(wished.filter((one) => !isHeld(one))),
    permissionsUpgraded: grouped(wished.filter(isHeld)),
    permissionsKept: grouped(held.filter(({ key }) => !wished.some((one) => one.key === key))),
    permissionsDropped: NONE,
  };
}

/** What is chosen with one permission set, or taken off by `null`. */
export function withPermission(chosen: PermissionMap, key: string, level: Level | null): PermissionMap {
  const { [key]: _replaced, ...others } = chosen;
  return level === null ? others : { ...others, [key]: level };
}

/** How an App's wishes change, a line for each permission: what is less than before, and what is more. */
export function movesBetween(before: PermissionMap, after: PermissionMap): { less: string[]; more: string[] } {
  const moved = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => before[key] !== after[key],
  );
  const isMore = (key: string) => after[key] !== undefined && covers(after[key], before[key] ?? 'read');
  const line = (key: string) =>
    t('apps.permissions.move', {
      permission: appPermissionOf(key)?.title ?? key,
      from: levelText(before[key] ?? null),
      to: levelText(after[key] ?? null),
    });
  return { less: moved.filter((key) => !isMore(key)).map(line), more: moved.filter(isMore).map(line) };
}
