import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient } from 'graphql-ws';

/** A WebSocket to the same host, opened while something is subscribed and reconnected when it breaks. */
export function subscriptionTransport(endpoint: string): GraphQLWsLink {
  const url = new URL(endpoint, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  return new GraphQLWsLink(createClient({ url: url.href, retryAttempts: Infinity, shouldRetry: () => true }));
}
