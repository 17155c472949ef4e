import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const CreateWebhook = graphql(`
  mutation CreateWebhook($input: CreateWebhookInput!) {
    createWebhook(input: $input) {
      webhook {
        id
        databaseId
      }
    }
  }
`);

/** The secret goes with the question, so it goes past Apollo's cache. The server pings the address. */
export const useCreateWebhook = () => useMutation(CreateWebhook, { fetchPolicy: 'no-cache', errorPolicy: 'all' });
