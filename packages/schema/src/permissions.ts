import appOnly from './permissions-app-only.json' with { type: 'json' };
import catalogue from './permissions.json' with { type: 'json' };

/** What a permission allows: each level contains the ones before it. */
export const LEVELS = ['read', 'write', 'admin'] as const;
export type Level = (typeof LEVELS)[number];

/** What a permission is about; decides which tokens can hold it. (TK-4) */
export type PermissionGroup = 'repository' | 'organization' | 'user';

export type PermissionDefinition = Readonly<{
  key: string;
  title: string;
  resource: PermissionGroup;
  levels: readonly Level[];
}>;

/** The permissions a fine-grained token can ask for. */
export const PERMISSIONS = catalogue as readonly PermissionDefinition[];

/** The permissions that only Apps can hold, never a personal token. */
export const APP_ONLY_PERMISSIONS = appOnly as readonly PermissionDefinition[];

/** Permissions by key: `{ contents: 'read' }`. */
export type PermissionMap = Readonly<Record<string, Level>>;

const byKey = new Map(PERMISSIONS.map((permission) => [permission.key, permission]));
const allByKey = new Map([...PERMISSIONS, ...APP_ONLY_PERMISSIONS].map((permission) => [permission.key, permission]));

/** The definition of a permission that a personal token can hold, or null. */
export const permissionOf = (key: string): PermissionDefinition | null => byKey.get(key) ?? null;

/** The definition of a permission that an App can hold, or null. */
export const appPermissionOf = (key: string): PermissionDefinition | null => allByKey.get(key) ?? null;

/** Whether `held` is enough where `needed` is asked for: admin contains write, write contains read. */
export const covers = (held: Level | null | undefined, needed: Level): boolean =>
  held != null && LEVELS.indexOf(held) >= LEVELS.indexOf(needed);

/** Levels at `level` or above it. */
export const levelsFrom = (level: Level): readonly Level[] => LEVELS.slice(LEVELS.indexOf(level));
