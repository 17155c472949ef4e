import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const CreateAppClientSecret = graphql(`
  mutation CreateAppClientSecret($input: CreateAppClientSecretInput!) {
    createAppClientSecret(input: $input) {
      secret
      clientSecret {
        id
      }
    }
  }
`);

/** The answer carries the secret, so it goes past Apollo's cache: whoever calls this holds the only copy. */
export const useCreateAppClientSecret = () =>
  useMutation(CreateAppClientSecret, { fetchPolicy: 'no-cache', errorPolicy: 'all', refetchQueries: ['AppPage'] });
