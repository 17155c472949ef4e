import { appPermissionOf, covers, LEVELS, type Level, type PermissionMap } from '@countersign/schema';

export type PermissionWish = { key: string; level: Level };

/** What is wrong with the permissions wished for an App, in one sentence, or null. (AP-1) */
export function problemWithAppPermissions(wishes: Readonly<Record<string, string>>): string | null {
  for (const [key, level] of Object.entries(wishes)) {
    const permission = appPermissionOf(key);
    if (!permission) return `There is no permission ${key}.`;
    if (permission.resource === 'user') return `${key} is a person's alone; an App is installed on organizations.`;
    if (!permission.levels.includes(level as Level))
      return `${key} has no level ${level}; it has ${permission.levels.join(', ')}.`;
  }
  return null;
}

const isOfRepositories = (key: string) => appPermissionOf(key)?.resource === 'repository';

/** With `metadata: read`, which comes with any permission on repositories, as for tokens. (TK-4) */
function withMetadata(permissions: PermissionMap): PermissionMap {
  if (permissions['metadata'] || !Object.keys(permissions).some(isOfRepositories)) return permissions;
  return { ...permissions, metadata: 'read' };
}

/** The permissions that an App asks for from now on; or a sentence on the first that it cannot. */
export function readAppPermissions(
  wishes: readonly PermissionWish[],
): { permissions: PermissionMap } | { problem: string } {
  const permissions = Object.fromEntries(wishes.map(({ key, level }) => [key, level]));
  const problem = problemWithAppPermissions(permissions);
  if (problem) return { problem };
  const twice = wishes.find(({ key }, index) => wishes.findIndex((other) => other.key === key) < index);
  return twice ? { problem: `${twice.key} stands there twice.` } : { permissions: withMetadata(permissions) };
}

/** What is asked for beyond what is held: keys that are not, and those at a higher level. */
export const permissionsBeyond = (asked: PermissionMap, held: PermissionMap): PermissionMap =>
  Object.fromEntries(Object.entries(asked).filter(([key, level]) => !covers(held[key], level)));

export const areSame = (one: PermissionMap, other: PermissionMap): boolean => {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
};

/** Whether an App asks for exactly what somebody was shown. */
export const areShown = (asked: PermissionMap, shown: readonly PermissionWish[]): boolean =>
  areSame(asked, Object.fromEntries(shown.map(({ key, level }) => [key, level])));

/** The permissions of a token that asks for fewer than its installation holds; or a sentence on the first it asks in vain. */
export function narrowPermissions(
  held: PermissionMap,
  asked: Readonly<Record<string, string>> | undefined,
): { permissions: PermissionMap } | { problem: string } {
  if (!asked) return { permissions: held };
  const beyond = Object.entries(asked).find(
    ([key, level]) => !LEVELS.includes(level as Level) || !covers(held[key], level as Level),
  );
  if (beyond) return { problem: `The permission ${beyond.join(':')} was not granted to this installation.` };
  const permissions = asked as PermissionMap;
  return { permissions: covers(held['metadata'], 'read') ? withMetadata(permissions) : permissions };
}
