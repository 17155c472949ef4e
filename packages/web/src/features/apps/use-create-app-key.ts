import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const CreateAppKey = graphql(`
  mutation CreateAppKey($input: CreateAppKeyInput!) {
    createAppKey(input: $input) {
      privateKey
      key {
        id
      }
    }
  }
`);

/** The answer carries the private key, so it goes past Apollo's cache: whoever calls this holds the only copy. */
export const useCreateAppKey = () =>
  useMutation(CreateAppKey, { fetchPolicy: 'no-cache', errorPolicy: 'all', refetchQueries: ['AppPage'] });
