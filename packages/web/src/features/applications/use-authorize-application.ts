import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const AuthorizeApplication = graphql(`
  mutation AuthorizeApplication($input: AuthorizeApplicationInput!) {
    authorizeApplication(input: $input) {
      redirectUrl
    }
  }
`);

/** The answer carries the code that the App exchanges, so it goes past Apollo's cache. (TK-2) */
export const useAuthorizeApplication = () =>
  useMutation(AuthorizeApplication, { fetchPolicy: 'no-cache', errorPolicy: 'all' });
