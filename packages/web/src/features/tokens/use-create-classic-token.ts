import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const CreateClassicToken = graphql(`
  mutation CreateClassicToken($input: CreateClassicTokenInput!) {
    createClassicToken(input: $input) {
      secret
      token {
        id
        name
        user {
          id
          login
        }
      }
    }
  }
`);

/** The answer carries the secret, so it goes past Apollo's cache: whoever calls this holds the only copy. (TK-2) */
export const useCreateClassicToken = () =>
  useMutation(CreateClassicToken, { fetchPolicy: 'no-cache', errorPolicy: 'all' });
