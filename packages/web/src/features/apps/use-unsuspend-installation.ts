import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const UnsuspendInstallation = graphql(`
  mutation UnsuspendInstallation($input: UnsuspendInstallationInput!) {
    unsuspendInstallation(input: $input) {
      installation {
        id
        ...InstallationRow_installation
      }
    }
  }
`);

/** Lets an App in again that was suspended. */
export const useUnsuspendInstallation = () => useMutation(UnsuspendInstallation, { errorPolicy: 'all' });
