import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const MakeEmailAddressPrimary = graphql(`
  mutation MakeEmailAddressPrimary($input: EmailAddressInput!) {
    makeEmailAddressPrimary(input: $input) {
      viewer {
        id
        ...EmailList_viewer
      }
    }
  }
`);

/** Mails go there from now on. */
export const useMakeEmailAddressPrimary = () => useMutation(MakeEmailAddressPrimary, { errorPolicy: 'all' });
