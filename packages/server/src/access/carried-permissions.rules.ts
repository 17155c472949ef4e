import { covers, type Level, type PermissionMap, SCOPES, scopesCover } from '@countersign/schema';
import type { Bearer } from './access.rules.ts';
import { OPENS } from './scopes.rules.ts';

/**
 * What a credential carries, wherever that may be used: the grant of a fine-grained token, what an installation's token holds, what the scopes of
 * a classic one open; those for public repositories alone only `onPublic`. Its user's own rights are not looked at: whether something is let through, `decideAccess` says.
 */
export function carriedPermissions(bearer: Bearer, onPublic = false): PermissionMap {
  if (bearer.kind === 'CLASSIC') return openedBy(bearer.scopes, onPublic);
  return 'reach' in bearer ? (bearer.reach?.permissions ?? {}) : {};
}

function openedBy(held: readonly string[], onPublic: boolean): PermissionMap {
  const opened: Record<string, Level> = {};
  for (const { scope } of SCOPES) {
    if (!scopesCover(held, scope) || (scope === 'public_repo' && !onPublic)) continue;
    for (const [key, level] of Object.entries(OPENS[scope] ?? {})) if (!covers(opened[key], level)) opened[key] = level;
  }
  return opened;
}
