import {
  isScope,
  LIMITS,
  type Level,
  type PermissionGroup,
  type PermissionMap,
  permissionOf,
  withoutImplied,
} from '@countersign/schema';
import { daysText, exceedsLifetime } from '../token-policies/token-policy.rules.ts';

export type Expiry = { expiresInDays?: number | null; expiresAt?: Date | null; neverExpires?: boolean | null };
export type PermissionWish = { key: string; level: Level };
export type OwnerKind = 'USER' | 'ORGANIZATION';

/** Sentences by the name of the field they are about. */
export type Problems = Record<string, string>;

const DAY = 24 * 60 * 60 * 1000;

/** What is wrong with the words of a token, by field. (TK-4, TK-5) */
export function problemsWithWords(words: {
  name: string;
  description?: string | null;
  reason?: string | null;
}): Problems {
  const name = words.name.trim();
  return {
    ...(name === '' && { name: 'A token needs a name.' }),
    ...(name.length > LIMITS.tokenName && { name: `A name has at most ${LIMITS.tokenName} characters.` }),
    ...tooLong('description', words.description, LIMITS.tokenDescription),
    ...tooLong('reason', words.reason, LIMITS.reason),
  };
}

/** What is wrong with a text that may be left out, by its field. */
export const tooLong = (field: string, text: string | null | undefined, most: number): Problems =>
  (text?.length ?? 0) > most ? { [field]: `At most ${most} characters, and these are ${text!.length}.` } : {};

/** When the token ends; null = never. Or what is wrong with the wish, by field. (TK-4) */
export function readExpiry(
  { expiresInDays, expiresAt, neverExpires }: Expiry,
  now: Date,
): { at: Date | null } | { problems: Problems } {
  const given = [expiresInDays != null, expiresAt != null, neverExpires === true].filter(Boolean).length;
  if (given !== 1)
    return { problems: { expiresInDays: 'Give exactly one of expiresInDays, expiresAt and neverExpires: true.' } };
  if (neverExpires) return { at: null };
  if (expiresInDays != null) {
    if (!Number.isInteger(expiresInDays) || expiresInDays < 1 || expiresInDays > LIMITS.lifetimeDays)
      return { problems: { expiresInDays: `A number of days from 1 to ${LIMITS.lifetimeDays}.` } };
    return { at: new Date(now.getTime() + expiresInDays * DAY) };
  }
  const life = expiresAt!.getTime() - now.getTime();
  if (Number.isNaN(life) || life <= 0) return { problems: { expiresAt: 'The expiry lies in the past.' } };
  if (life > LIMITS.lifetimeDays * DAY)
    return { problems: { expiresAt: `The expiry is at most ${LIMITS.lifetimeDays} days away.` } };
  return { at: expiresAt! };
}

/** What is wrong with how long a token would live from now in an organization with a limit, by the field of the wish that says it. (PO-5) */
export function problemsWithLifetime(
  wish: Expiry,
  { now, expiresAt }: { now: Date; expiresAt: Date | null },
  { login, maxDays }: { login: string; maxDays: number | null },
): Problems {
  if (!exceedsLifetime(maxDays, now, expiresAt)) return {};
  const given = (['expiresInDays', 'expiresAt'] as const).find((field) => wish[field] != null) ?? 'neverExpires';
  return { [given]: `${login} lets tokens live ${daysText(maxDays!)} at most.` };
}

/** The scopes a classic token will have, without those that others of them contain; or what is wrong with the wish, by field. (TK-7) */
export function readScopes(scopes: readonly string[]): { scopes: string[] } | { problems: Problems } {
  const unknown = scopes.find((scope) => !isScope(scope));
  if (unknown !== undefined)
    return { problems: { scopes: `There is no scope "${unknown.slice(0, LIMITS.tokenName)}".` } };
  return { scopes: withoutImplied(scopes) };
}

/** The permissions a token will have, `metadata: read` among them where it has any repository's; or what is wrong, by field. (TK-4) */
export function readPermissions(
  wishes: readonly PermissionWish[],
  owner: OwnerKind,
  hasRepositories: boolean,
): { permissions: PermissionMap } | { problems: Problems } {
  const permissions: Record<string, Level> = {};
  for (const { key, level } of wishes) {
    const problem =
      problemWithPermission(key, level, owner, hasRepositories) ?? (key in permissions && `${key} stands there twice.`);
    if (problem) return { problems: { permissions: problem } };
    permissions[key] = level;
  }
  if (Object.keys(permissions).some((key) => permissionOf(key)!.resource === 'repository'))
    permissions['metadata'] ??= 'read';
  return { permissions };
}

function problemWithPermission(key: string, level: Level, owner: OwnerKind, hasRepositories: boolean): string | null {
  const permission = permissionOf(key);
  if (!permission) return `There is no permission ${key}.`;
  if (!permission.levels.includes(level))
    return `${key} has no level ${level}; it has ${permission.levels.join(', ')}.`;
  return problemWithGroup(permission.resource, key, owner, hasRepositories);
}

function problemWithGroup(
  group: PermissionGroup,
  key: string,
  owner: OwnerKind,
  hasRepositories: boolean,
): string | null {
  if (group === 'repository' && !hasRepositories)
    return `${key} needs repositories, and the token has public ones only.`;
  if (group === 'organization' && owner === 'USER') return `${key} is for tokens of organizations.`;
  if (group === 'user' && owner === 'ORGANIZATION') return `${key} is for tokens of yourself.`;
  return null;
}

/** What is wrong with the number of repositories named. (TK-4) */
export function problemsWithSelection(selection: 'NONE' | 'ALL' | 'SUBSET', named: number): Problems {
  if (selection !== 'SUBSET')
    return named > 0 ? { repositories: 'Repositories are named only with the selection SUBSET.' } : {};
  if (named === 0) return { repositories: 'Choose at least one repository.' };
  return named > LIMITS.tokenRepositories ? { repositories: `At most ${LIMITS.tokenRepositories} repositories.` } : {};
}

export type TokenStatus = 'ACTIVE' | 'EXPIRED' | 'REVOKED';

/** What a person is told of a token's life; whether it authenticates is `tokenHolds`. */
export function statusOf(
  token: { expiresAt: Date | null; revokedAt: Date | null; deletedAt: Date | null },
  now: Date,
): TokenStatus {
  if (token.revokedAt || token.deletedAt) return 'REVOKED';
  return token.expiresAt && token.expiresAt <= now ? 'EXPIRED' : 'ACTIVE';
}
