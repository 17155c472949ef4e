import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const RevokeApplicationAuthorization = graphql(`
  mutation RevokeApplicationAuthorization($input: RevokeApplicationAuthorizationInput!) {
    revokeApplicationAuthorization(input: $input) {
      revokedApplicationAuthorizationId
    }
  }
`);

/** All tokens that the App has for the person end at once; the authorization leaves the list that shows it. (EX-6) */
export const useRevokeApplicationAuthorization = () =>
  useMutation(RevokeApplicationAuthorization, {
    errorPolicy: 'all',
    update(cache, { data }) {
      const id = data?.revokeApplicationAuthorization.revokedApplicationAuthorizationId;
      if (!id) return;
      cache.evict({ id: cache.identify({ __typename: 'ApplicationAuthorization', id }) });
      cache.gc();
    },
  });
