import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const UpdateInstallation = graphql(`
  mutation UpdateInstallation($input: UpdateInstallationInput!) {
    updateInstallation(input: $input) {
      installation {
        id
        ...InstallationRow_installation
      }
    }
  }
`);

/** Other repositories hold on the next use of its tokens. */
export const useUpdateInstallation = () => useMutation(UpdateInstallation, { errorPolicy: 'all' });
