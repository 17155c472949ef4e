import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const PingWebhook = graphql(`
  mutation PingWebhook($input: PingWebhookInput!) {
    pingWebhook(input: $input) {
      delivery {
        id
      }
    }
  }
`);

/** Sends a ping, which stands in the deliveries at once. */
export const usePingWebhook = () =>
  useMutation(PingWebhook, { errorPolicy: 'all', refetchQueries: ['WebhookDeliveries'], awaitRefetchQueries: true });
