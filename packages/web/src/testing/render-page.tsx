import { ApolloClient, ApolloLink } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { MockLink } from '@apollo/client/testing';
import { BaseStyles } from '@primer/react';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { OperationTypeNode } from 'graphql';
import type { ReactElement } from 'react';
import { MemoryRouter, Route, Routes, useLocation } from 'react-router';
import { NEVER, type Observable } from 'rxjs';
import { createCache } from '../apollo/cache.ts';
import { en } from '../i18n/en.ts';
import { loadTexts, type TextsName } from '../i18n/t.ts';

// A page that is opened without its route has nobody who loads its texts.
await loadTexts(Object.keys(en) as TextsName[]);

type Options = {
  path: string;
  at: string;
  mocks: readonly MockLink.MockedResponse[];
  /** What subscriptions hear; nothing unless given. */
  events?: Observable<ApolloLink.Result>;
};

/** The page at an address, with answers in place of a server. `address()` tells where it is by then. */
export function renderPage(page: ReactElement, { path, at, mocks, events = NEVER }: Options) {
  let address = at;
  const Address = () => {
    const { pathname, search } = useLocation();
    address = pathname + search;
    return null;
  };
  const link = ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new ApolloLink(() => events),
    new MockLink(mocks, { defaultOptions: { delay: 0 } }),
  );
  render(
    <ApolloProvider client={new ApolloClient({ link, cache: createCache() })}>
      <BaseStyles>
        <MemoryRouter initialEntries={[at]}>
          <Address />
          <Routes>
            <Route path={path} element={page} />
          </Routes>
        </MemoryRouter>
      </BaseStyles>
    </ApolloProvider>,
  );
  return { user: userEvent.setup(), address: () => address };
}
