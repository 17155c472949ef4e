import { appPermissionOf, type Level } from '@countersign/schema';
import type { AccessPermission } from '../access/viewer.ts';
import { problemWithRepositoryName } from '../features/repositories/repository.rules.ts';
import { problemWithLogin } from '../features/users/login.rules.ts';

/** `contents:read`, if the catalogue has that permission at that level; null for any other text. */
export function readPermission(text: string): AccessPermission | null {
  const [, key = '', level = ''] = /^(\w+):(\w+)$/.exec(text) ?? [];
  return appPermissionOf(key)?.levels.includes(level as Level) ? (text as AccessPermission) : null;
}

/** Whether an owner, and a repository where one is named, could be called so. What could not never gets as far as the database. (SN-5) */
export const areNames = (owner: string, repository: string | null): boolean =>
  problemWithLogin(owner.toLowerCase()) === null &&
  (repository === null || problemWithRepositoryName(repository) === null);
