import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const SendEmailVerification = graphql(`
  mutation SendEmailVerification($input: EmailAddressInput!) {
    sendEmailVerification(input: $input) {
      viewer {
        id
        ...EmailList_viewer
      }
    }
  }
`);

/** Another link; the earlier ones end. */
export const useSendEmailVerification = () => useMutation(SendEmailVerification, { errorPolicy: 'all' });
