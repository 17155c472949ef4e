import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const WithdrawTokenRequest = graphql(`
  mutation WithdrawTokenRequest($input: CancelTokenRequestInput!) {
    cancelTokenRequest(input: $input) {
      tokenRequest {
        ...DecidedTokenRequest
      }
    }
  }
`);

/** Takes one's own request back. (RQ-8) */
export const useCancelTokenRequest = () => useMutation(WithdrawTokenRequest);
