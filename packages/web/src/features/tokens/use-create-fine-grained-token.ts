import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const CreateFineGrainedToken = graphql(`
  mutation CreateFineGrainedToken($input: CreateFineGrainedTokenInput!) {
    createFineGrainedToken(input: $input) {
      secret
      token {
        id
        name
        user {
          id
          login
        }
        repositories(first: 1) {
          nodes {
            id
            cloneUrl
          }
        }
      }
    }
  }
`);

/** The answer carries the secret, so it goes past Apollo's cache: whoever calls this holds the only copy. (TK-2) */
export const useCreateFineGrainedToken = () =>
  useMutation(CreateFineGrainedToken, { fetchPolicy: 'no-cache', errorPolicy: 'all' });
