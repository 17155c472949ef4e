import { useQuery } from '@apollo/client/react';
import { useParams } from 'react-router';
import { graphql } from '../../gql/index.ts';
import { isDatabaseId } from '../../ui/database-id.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { NotFoundState } from '../../ui/not-found-state.tsx';
import { TokenRequestView } from './token-request-view.tsx';

const TokenRequestPage_query = graphql(`
  query TokenRequestPage($login: String!, $databaseId: Int!) {
    organization(login: $login) {
      id
      viewerRole
      tokenRequest(databaseId: $databaseId) {
        id
        ...TokenRequestView_request
      }
    }
  }
`);

/** One request, from its address. */
export function TokenRequestPage() {
  const { org: login = '', id } = useParams();
  const databaseId = Number(id);
  const { data, error, refetch } = useQuery(TokenRequestPage_query, {
    variables: { login, databaseId },
    skip: !isDatabaseId(databaseId),
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  const request = data?.organization?.tokenRequest;

  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data && isDatabaseId(databaseId)) return <ListSkeleton />;
  if (!request) return <NotFoundState />;
  return (
    <TokenRequestView
      key={request.id}
      organization={login}
      request={request}
      isOwner={data?.organization?.viewerRole === 'OWNER'}
      onDecided={() => void refetch()}
    />
  );
}
