import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const RegenerateToken = graphql(`
  mutation RegenerateToken($input: RegenerateTokenInput!) {
    regenerateToken(input: $input) {
      secret
      token {
        id
        name
        user {
          id
          login
        }
        ... on FineGrainedToken {
          repositories(first: 1) {
            nodes {
              id
              cloneUrl
            }
          }
        }
      }
    }
  }
`);

/** The answer carries the secret, so it goes past Apollo's cache: whoever calls this holds the only copy. (TK-2, TK-10) */
export const useRegenerateToken = () => useMutation(RegenerateToken, { fetchPolicy: 'no-cache', errorPolicy: 'all' });
