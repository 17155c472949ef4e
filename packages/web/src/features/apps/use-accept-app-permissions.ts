import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const AcceptAppPermissions = graphql(`
  mutation AcceptAppPermissions($input: AcceptAppPermissionsInput!) {
    acceptAppPermissions(input: $input) {
      installation {
        id
        ...InstallationRow_installation
      }
    }
  }
`);

/** Agrees to what was shown; CONFLICT when the App asks for something else by now, which is then read, so that it can be looked at. */
export const useAcceptAppPermissions = () =>
  useMutation(AcceptAppPermissions, {
    errorPolicy: 'all',
    refetchQueries: ({ errors }) =>
      errors?.some(({ extensions }) => extensions?.['code'] === 'CONFLICT') ? ['AppsPage'] : [],
    awaitRefetchQueries: true,
  });
