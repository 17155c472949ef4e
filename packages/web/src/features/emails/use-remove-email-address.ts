import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const RemoveEmailAddress = graphql(`
  mutation RemoveEmailAddress($input: EmailAddressInput!) {
    removeEmailAddress(input: $input) {
      viewer {
        id
        ...EmailList_viewer
      }
    }
  }
`);

/** Gives an address up. */
export const useRemoveEmailAddress = () => useMutation(RemoveEmailAddress, { errorPolicy: 'all' });
