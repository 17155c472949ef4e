import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const UpdateWebhook = graphql(`
  mutation UpdateWebhook($input: UpdateWebhookInput!) {
    updateWebhook(input: $input) {
      webhook {
        id
      }
    }
  }
`);

/** The secret goes with the question, so it goes past Apollo's cache. */
export const useUpdateWebhook = () => useMutation(UpdateWebhook, { fetchPolicy: 'no-cache', errorPolicy: 'all' });
