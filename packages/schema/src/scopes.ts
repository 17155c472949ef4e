import catalogue from './scopes.json' with { type: 'json' };

export type ScopeDefinition = Readonly<{ scope: string; parent: string | null }>;

/** The classic scopes, a tree: a scope contains those whose parent it is. */
export const SCOPES: readonly ScopeDefinition[] = catalogue;

const parents = new Map(SCOPES.map(({ scope, parent }) => [scope, parent]));

/** Whether one of the scopes held is the one needed, or contains it. */
export function scopesCover(held: readonly string[], needed: string): boolean {
  for (let scope: string | null = needed; scope; scope = parents.get(scope) ?? null)
    if (held.includes(scope)) return true;
  return false;
}
