import { ApolloClient, ApolloLink } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { renderHook, waitFor } from '@testing-library/react';
import { parse } from 'graphql';
import type { ReactNode } from 'react';
import { EMPTY } from 'rxjs';
import { expect, test } from 'vitest';
import { createCache } from './cache.ts';
import { useLastPages } from './use-last-pages.ts';

const QUERY = parse(`
  query ($after: String) {
    organization(login: "acme") { id tokenGrants(first: 50, after: $after) { nodes { id } } }
  }
`);

/** The organization with one page of its list, and on it one row. */
const acmeAt = (page: number) => ({
  __typename: 'Organization',
  id: 'O_acme',
  tokenGrants: { __typename: 'TokenGrantConnection', nodes: [{ __typename: 'TokenGrant', id: `${page}` }] },
});

function open() {
  const client = new ApolloClient({ cache: createCache(), link: new ApolloLink(() => EMPTY) });
  const read = (page: number) => {
    const organization = acmeAt(page);
    const variables = { after: page === 0 ? null : `cursor-${page}` };
    client.writeQuery({ query: QUERY, variables, data: { organization } });
    return organization;
  };
  const wrapper = ({ children }: { children: ReactNode }) => (
    <ApolloProvider client={client}>{children}</ApolloProvider>
  );
  const { rerender } = renderHook(({ page }) => useLastPages(read(page), 'tokenGrants'), {
    wrapper,
    initialProps: { page: 0 },
  });
  const kept = () =>
    Object.keys(client.extract() as object).flatMap((key) => /^TokenGrant:(\d+)$/.exec(key)?.[1] ?? []);
  return { turnTo: (page: number) => rerender({ page }), kept };
}

test('P-8: of the pages of a list the first and the last are kept, and the rows of the others go', async () => {
  const { turnTo, kept } = open();
  for (let page = 1; page <= 10; page++) turnTo(page);
  expect(kept()).toHaveLength(11);
  turnTo(11);
  await waitFor(() => expect(kept()).toEqual(['0', '7', '8', '9', '10', '11']));
});
