import { type Level, levelsFrom } from '@countersign/schema';

/** A permission that a request or a grant is looked for by; it matches at its level or higher. */
export type PermissionFilter = { key: string; level: Level };

/** Each key with each level that matches, as two parallel arrays for `unnest`. */
export function atOrAbove(permissions: readonly PermissionFilter[]): { keys: string[]; levels: Level[] } {
  const pairs = permissions.flatMap(({ key, level }) => levelsFrom(level).map((higher) => ({ key, level: higher })));
  return { keys: pairs.map(({ key }) => key), levels: pairs.map(({ level }) => level) };
}
