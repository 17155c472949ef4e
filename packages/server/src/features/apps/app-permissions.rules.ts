import { appPermissionOf, covers, LEVELS, type Level, type PermissionMap } from '@countersign/schema';

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
  return { permissions: asked as PermissionMap };
}
