import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const DeleteAppKey = graphql(`
  mutation DeleteAppKey($input: DeleteAppKeyInput!) {
    deleteAppKey(input: $input) {
      app {
        id
        ...AppKeys_app
      }
    }
  }
`);

/** What the key signed is refused from then on. */
export const useDeleteAppKey = () => useMutation(DeleteAppKey, { errorPolicy: 'all' });
