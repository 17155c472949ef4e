import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const CancelTokenRequest = graphql(`
  mutation CancelTokenRequest($input: CancelTokenRequestInput!) {
    cancelTokenRequest(input: $input) {
      tokenRequest {
        id
        status
        viewerCanCancel
      }
    }
  }
`);

/** Withdraws a waiting request (RQ-8). What that does to the token is the server's to say, so its page is read again. */
export const useCancelTokenRequest = () =>
  useMutation(CancelTokenRequest, { refetchQueries: ['TokenPage'], awaitRefetchQueries: true, errorPolicy: 'all' });
