import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const UpdateFineGrainedToken = graphql(`
  mutation UpdateFineGrainedToken($input: UpdateFineGrainedTokenInput!) {
    updateFineGrainedToken(input: $input) {
      token {
        id
        databaseId
        name
        status
        ...TokenStateLabel_token
        ...TokenRequestPanel_token
        ...TokenDetails_token
      }
      request {
        id
      }
    }
  }
`);

/** Changes a token without a new secret; its page is brought up to date with the answer. (TK-11) */
export const useUpdateFineGrainedToken = () => useMutation(UpdateFineGrainedToken, { errorPolicy: 'all' });
