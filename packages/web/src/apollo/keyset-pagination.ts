import type { FieldPolicy } from '@apollo/client';

type Page = { nodes?: readonly unknown[] };

/** Appends the page after a cursor to those before it. A page without a cursor starts the list anew. `keyArgs` name what makes another list. */
export const keysetPagination = (keyArgs: string[]): FieldPolicy<Page> => ({
  keyArgs,
  merge(existing, incoming, { args }) {
    if (!args?.['after'] || !existing) return incoming;
    return { ...incoming, nodes: [...(existing.nodes ?? []), ...(incoming.nodes ?? [])] };
  },
});
