import { covers, type Level, LEVELS, type PermissionMap, SCOPES, scopesCover } from '@countersign/schema';
import type { Bearer } from './access.rules.ts';
import { OPENS } from './scopes.rules.ts';

type Where = Readonly<{ onPublic?: boolean; organizationId?: number | null }>;

/**
 * What a credential carries, wherever that may be used: the grant of a fine-grained token, what an installation's token holds, what the scopes of
 * a classic one open; those for public repositories alone only `onPublic`. Its user's own rights are not looked at: whether something is let through, `decideAccess` says.
 *
 * An App that acts for a person carries in each organization what that agreed to: said of the one that is asked about, else only what it carries in all of them,
 * so that whoever goes by this alone never takes it for more than it is anywhere.
 */
export function carriedPermissions(bearer: Bearer, { onPublic = false, organizationId }: Where = {}): PermissionMap {
  if (bearer.kind === 'CLASSIC') return openedBy(bearer.scopes, onPublic);
  if (bearer.kind === 'APP_USER') {
    if (organizationId != null) return bearer.reaches.get(organizationId)?.permissions ?? {};
    return sharedBy([...bearer.reaches.values()].map(({ permissions }) => permissions));
  }
  return 'reach' in bearer ? (bearer.reach?.permissions ?? {}) : {};
}

/** What stands in all of them, at the lowest level of any. */
function sharedBy([first = {}, ...others]: readonly PermissionMap[]): PermissionMap {
  const shared: Record<string, Level> = {};
  for (const key of Object.keys(first)) {
    const level = LEVELS.findLast((wanted) => [first, ...others].every((held) => covers(held[key], wanted)));
    if (level) shared[key] = level;
  }
  return shared;
}

function openedBy(held: readonly string[], onPublic: boolean): PermissionMap {
  const opened: Record<string, Level> = {};
  for (const { scope } of SCOPES) {
    if (!scopesCover(held, scope) || (scope === 'public_repo' && !onPublic)) continue;
    for (const [key, level] of Object.entries(OPENS[scope] ?? {})) if (!covers(opened[key], level)) opened[key] = level;
  }
  return opened;
}
