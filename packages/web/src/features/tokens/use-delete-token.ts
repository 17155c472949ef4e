import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const DeleteToken = graphql(`
  mutation DeleteToken($input: DeleteTokenInput!) {
    deleteToken(input: $input) {
      deletedTokenId
    }
  }
`);

/** Deletes for good (TK-12); the token leaves every list that shows it. */
export function useDeleteToken() {
  return useMutation(DeleteToken, {
    errorPolicy: 'all',
    update(cache, { data }, { variables }) {
      const tokenId = variables?.input.tokenId;
      if (!data || !tokenId) return;
      for (const __typename of ['FineGrainedToken', 'ClassicToken'])
        cache.evict({ id: cache.identify({ __typename, id: tokenId }) });
      cache.gc();
    },
  });
}
