import { ApolloLink } from '@apollo/client';
import { from, shareReplay, switchMap } from 'rxjs';

/** Loads the WebSocket client when the first subscription starts, so that pages without one do not pay for it. */
export function subscriptionLink(endpoint: string): ApolloLink {
  let transport: ReturnType<typeof load> | null = null;
  const load = () =>
    from(import('./subscription-transport.ts')).pipe(
      switchMap(async ({ subscriptionTransport }) => subscriptionTransport(endpoint)),
      shareReplay(1),
    );
  return new ApolloLink((operation) => {
    transport ??= load();
    return transport.pipe(switchMap((link) => link.request(operation)));
  });
}
