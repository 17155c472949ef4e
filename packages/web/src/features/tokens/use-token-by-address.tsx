import type { TypedDocumentNode } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import { useParams } from 'react-router';
import { isDatabaseId } from '../../ui/database-id.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { NotFoundState } from '../../ui/not-found-state.tsx';

type FetchPolicy = 'cache-and-network' | 'no-cache';

/** Asks for the token that the address names. A page that is given none of its kind shows `instead`: it is awaited, it failed, or there is none. */
export function useTokenByAddress<Data>(
  query: TypedDocumentNode<Data, { databaseId: number }>,
  fetchPolicy: FetchPolicy,
) {
  const databaseId = Number(useParams().id);
  const isId = isDatabaseId(databaseId);
  const { data, error, refetch } = useQuery(query, { variables: { databaseId }, skip: !isId, fetchPolicy });
  const askAgain = () => void refetch();

  const awaited = error ? <ErrorState error={error} onRetry={askAgain} /> : <ListSkeleton />;
  return { data, askAgain, instead: isId && !data ? awaited : <NotFoundState /> };
}
