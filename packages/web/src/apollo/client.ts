import { ApolloClient, ApolloLink, HttpLink } from '@apollo/client';
import { OperationTypeNode } from 'graphql';
import { accessErrorLink, type AccessErrorAnswers } from './access-error-link.ts';
import { createCache } from './cache.ts';
import { subscriptionLink } from './subscription-link.ts';

const ENDPOINT = '/api/graphql';

/** What the server wants to see beside the cookie, so that no other site can act for the person. */
export const CSRF_HEADERS = { 'x-countersign-csrf': '1' };

/** The one client of the page: HTTP for queries and mutations, a WebSocket that is loaded when a subscription asks for it. */
export function createClient(answers: AccessErrorAnswers): ApolloClient {
  const http = new HttpLink({ uri: ENDPOINT, credentials: 'same-origin', headers: CSRF_HEADERS });
  const overHttp = ApolloLink.from([accessErrorLink(answers), http]);
  const link = ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    subscriptionLink(ENDPOINT),
    overHttp,
  );
  return new ApolloClient({ link, cache: createCache(), devtools: { enabled: import.meta.env.DEV } });
}
