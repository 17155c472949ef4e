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

/** Lets an App into an organization with the permissions shown; CONFLICT when it asks for something else by now, which is then read and shown. */
export const useInstallApp = () =>
  useMutation(InstallApp, {
    errorPolicy: 'all',
    refetchQueries: ({ errors }) =>
      errors?.some(({ extensions }) => extensions?.['code'] === 'CONFLICT') ? ['InstallAppPage'] : [],
  });
