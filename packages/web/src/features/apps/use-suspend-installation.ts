import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const SuspendInstallation = graphql(`
  mutation SuspendInstallation($input: SuspendInstallationInput!) {
    suspendInstallation(input: $input) {
      installation {
        id
        ...InstallationRow_installation
      }
    }
  }
`);

/** Its tokens are refused at once, until it is let in again. */
export const useSuspendInstallation = () => useMutation(SuspendInstallation, { errorPolicy: 'all' });
