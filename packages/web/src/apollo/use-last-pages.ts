import type { InMemoryCache, Reference, StoreObject } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useEffect } from 'react';

/** As many pages, beside the first, are shown again without a question to the server. */
const KEPT = 5;
/** Above this the others go, all at once: what is read after that is put together anew. */
const MOST = 10;
/** As the cache names a page in the midst of a list: by the arguments that it was asked for with. */
const CURSOR = /"(?:after|before)":"/;

/**
 * `field` of `owner` is a list whose pages stand in the address: once another one is shown, those that were read long before go. The cache keeps all it was
 * ever told, and a browser that looks through thousands of rows for what it may clear away stops meanwhile, under the hand that scrolls. (P-8)
 */
export function useLastPages(owner: StoreObject | undefined | null, field: string): void {
  // The one of cache.ts.
  const cache = useApolloClient().cache as InMemoryCache;
  const id = owner ? cache.identify(owner) : undefined;
  // Of each page's answer it is another object.
  const shown = owner?.[field];
  useEffect(() => {
    if (id === undefined || !shown) return undefined;
    // The page is painted first.
    const soon = setTimeout(() => forgetPages(cache, id, field));
    return () => clearTimeout(soon);
  }, [cache, id, field, shown]);
}

function forgetPages(cache: InMemoryCache, id: string, field: string): void {
  const pages: string[] = [];
  const look = (value: Reference, { storeFieldName }: { storeFieldName: string }) => {
    if (CURSOR.test(storeFieldName)) pages.push(storeFieldName);
    return value;
  };
  cache.modify<Record<string, Reference>>({ id, fields: { [field]: look }, broadcast: false });
  if (pages.length <= MOST) return;
  // They stand in the order in which they were read.
  for (const page of pages.slice(0, -KEPT)) cache.evict({ id, fieldName: page, broadcast: false });
  // With what it remembers of putting answers together, which is most of it.
  cache.gc({ resetResultCache: true });
}
