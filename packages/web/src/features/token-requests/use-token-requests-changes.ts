import { useApolloClient, useSubscription } from '@apollo/client/react';
import { useState } from 'react';
import { graphql } from '../../gql/index.ts';

const TokenRequestsChanged = graphql(`
  subscription TokenRequestsChanged($organization: String!) {
    tokenRequestsChanged(organization: $organization) {
      organization {
        id
      }
      tokenRequest {
        id
        status
        ...ChangedTokenRequest
      }
    }
  }
`);

const ListedTokenRequests_query = graphql(`
  query ListedTokenRequests($ids: [ID!]!) {
    nodes(ids: $ids) {
      id
      ...ChangedTokenRequest
    }
  }
`);

// What may have changed of a request; the cache carries it into every row and page that shows it.
graphql(`
  fragment ChangedTokenRequest on TokenRequest {
    status
    viewerCanDecide
    viewerCanCancel
    ...RequestDecision_request
  }
`);

/**
 * Which requests came since the list was read, so that it can say so rather than jump. Rows that others decided change by themselves:
 * the event carries their new state into the cache, or, when it is about many, their state is asked for.
 */
export function useTokenRequestsChanges(organization: string, listed: readonly string[]) {
  const client = useApolloClient();
  const [news, setNews] = useState<readonly string[]>([]);
  useSubscription(TokenRequestsChanged, {
    variables: { organization },
    onData: ({ data: { data } }) => {
      if (!data) return;
      const request = data.tokenRequestsChanged.tokenRequest;
      if (!request) {
        const variables = { ids: [...listed] };
        client.query({ query: ListedTokenRequests_query, variables, fetchPolicy: 'network-only' }).catch(() => null);
        return;
      }
      setNews((known) => {
        const others = known.filter((id) => id !== request.id);
        return request.status === 'PENDING' && !listed.includes(request.id) ? [...others, request.id] : others;
      });
    },
  });
  return { news: news.filter((id) => !listed.includes(id)), forget: () => setNews([]) };
}
