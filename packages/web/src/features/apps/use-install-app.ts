import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const InstallApp = graphql(`
  mutation InstallApp($input: InstallAppInput!) {
    installApp(input: $input) {
      installation {
        id
      }
    }
  }
`);

/** Lets an App into an organization, with the permissions that it asks for. */
export const useInstallApp = () => useMutation(InstallApp, { errorPolicy: 'all' });
