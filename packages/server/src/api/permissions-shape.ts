import { appPermissionOf, type Level } from '@countersign/schema';

type Held = { key: string; level: Level };

/** Permissions by what they are about, as programs are told of them; a person's own are `other`. */
export function permissionsShape(permissions: readonly Held[]) {
  const ofGroup = (group: string): Record<string, Level> =>
    Object.fromEntries(
      permissions.flatMap(({ key, level }) => (appPermissionOf(key)?.resource === group ? [[key, level]] : [])),
    );
  return { organization: ofGroup('organization'), repository: ofGroup('repository'), other: ofGroup('user') };
}
