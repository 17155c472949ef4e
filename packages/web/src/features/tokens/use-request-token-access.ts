import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const RequestTokenAccess = graphql(`
  mutation RequestTokenAccess($input: RequestTokenAccessInput!) {
    requestTokenAccess(input: $input) {
      token {
        id
        ...TokenStateLabel_token
        ...TokenRequestPanel_token
        ...AccessComparison_token
      }
    }
  }
`);

/** Asks the organization's owners once more, after a denial, a withdrawal or a revocation. (RQ-13) */
export const useRequestTokenAccess = () => useMutation(RequestTokenAccess, { errorPolicy: 'all' });
