import { SCOPES, withoutImplied } from '@countersign/schema';

/** The scopes right inside another one, or the outermost ones. */
export const scopesWithin = (parent: string | null): string[] =>
  SCOPES.filter((definition) => definition.parent === parent).map(({ scope }) => scope);

/** The scopes chosen, with one more or without it; what another one contains is not chosen beside it. (TK-7) */
export const withScope = (chosen: readonly string[], scope: string, isChosen: boolean): string[] =>
  withoutImplied(isChosen ? [...chosen, scope] : chosen.filter((other) => other !== scope));
