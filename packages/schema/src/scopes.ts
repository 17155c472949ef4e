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

/** Whether there is a scope of that name. */
export const isScope = (scope: string): boolean => parents.has(scope);

/** The scopes in the order of the tree, each once, without those that another one among them contains. (TK-7) */
export const withoutImplied = (scopes: readonly string[]): string[] => {
  const chosen = new Set(scopes);
  return SCOPES.filter(({ scope, parent }) => chosen.has(scope) && !(parent && scopesCover(scopes, parent))).map(
    ({ scope }) => scope,
  );
};
