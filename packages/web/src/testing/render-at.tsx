import { ApolloClient, ApolloLink } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { configure, render } from '@testing-library/react';
import { MemoryRouter, useLocation } from 'react-router';
import { of } from 'rxjs';
import { createCache } from '../apollo/cache.ts';
import { Pages } from '../routes.tsx';

// A page's code is loaded when it is opened, and the first test of a file waits for that.
configure({ asyncUtilTimeout: 5_000 });

type Variables = Record<string, unknown>;
type Refusal = { errors: { message: string; extensions: Record<string, unknown> }[] };

/** What the server answers to each operation, by its name. */
export type Answers = Record<string, (variables: Variables) => Refusal | (object & { errors?: never })>;

const VIEWER = { __typename: 'User', id: 'U_1', login: 'mona', name: 'Mona', avatarUrl: '/mona.png' };

/** Opens the application at an address, with answers in place of a server; `asked` says what it was asked, `address` where it is by then. */
export function renderAt(address: string, answers: Answers) {
  const requests: { operation: string; variables: Variables }[] = [];
  const known: Answers = { Viewer: () => ({ viewer: VIEWER }), ...answers };
  const link = new ApolloLink(({ operationName = '', variables }) => {
    requests.push({ operation: operationName, variables });
    const answer = known[operationName]?.(variables) ?? refusal('INTERNAL', `No answer to ${operationName}.`);
    return of(answer.errors ? answer : { data: answer });
  });
  const client = new ApolloClient({ link, cache: createCache() });
  let reached = address;
  const Address = () => {
    const { pathname, search, hash } = useLocation();
    reached = pathname + search + hash;
    return null;
  };
  render(
    <ApolloProvider client={client}>
      <MemoryRouter initialEntries={[address]}>
        <Address />
        <Pages />
      </MemoryRouter>
    </ApolloProvider>,
  );
  return {
    client,
    address: () => reached,
    asked: (operation: string) => requests.filter((one) => one.operation === operation).map((one) => one.variables),
  };
}

/** A refusal as the server words it; of inputs: `INVALID` with a sentence for each. */
export const refusal = (code: string, message: string, fields?: Record<string, string>): Refusal => ({
  errors: [{ message, extensions: { code, ...(fields && { fields }) } }],
});
