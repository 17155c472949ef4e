import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const UpdateClassicToken = graphql(`
  mutation UpdateClassicToken($input: UpdateClassicTokenInput!) {
    updateClassicToken(input: $input) {
      token {
        id
        name
        ...ClassicTokenEditor_token
        ...ClassicBlocks_token
      }
    }
  }
`);

/** Changes what is given and leaves the rest; the scopes hold from the next use on. (TK-7) */
export const useUpdateClassicToken = () => useMutation(UpdateClassicToken, { errorPolicy: 'all' });
