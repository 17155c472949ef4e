import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const DeleteWebhook = graphql(`
  mutation DeleteWebhook($input: DeleteWebhookInput!) {
    deleteWebhook(input: $input) {
      organization {
        id
      }
    }
  }
`);

/** Nothing is sent there any more, and its deliveries are forgotten. */
export const useDeleteWebhook = () =>
  useMutation(DeleteWebhook, {
    errorPolicy: 'all',
    update(cache, { data }) {
      const organization = data?.deleteWebhook.organization;
      // The list that is opened next is read anew, instead of showing what is gone.
      if (organization) cache.evict({ id: cache.identify(organization), fieldName: 'webhooks' });
    },
  });
