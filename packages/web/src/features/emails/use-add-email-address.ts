import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const AddEmailAddress = graphql(`
  mutation AddEmailAddress($input: AddEmailAddressInput!) {
    addEmailAddress(input: $input) {
      viewer {
        id
        ...EmailList_viewer
      }
    }
  }
`);

/** A link that verifies it is mailed to the new address. (TK-1) */
export const useAddEmailAddress = () => useMutation(AddEmailAddress, { errorPolicy: 'all' });
