import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const DeleteAppClientSecret = graphql(`
  mutation DeleteAppClientSecret($input: DeleteAppClientSecretInput!) {
    deleteAppClientSecret(input: $input) {
      app {
        id
        ...AppClientSecrets_app
      }
    }
  }
`);

/** Who signs in with the secret is refused from then on. */
export const useDeleteAppClientSecret = () => useMutation(DeleteAppClientSecret, { errorPolicy: 'all' });
