import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const UpdateApp = graphql(`
  mutation UpdateApp($input: UpdateAppInput!) {
    updateApp(input: $input) {
      app {
        id
        ...AppForm_app
        ...AppPermissionsForm_app
        ...AppUsersForm_app
      }
    }
  }
`);

/** Fewer permissions hold at once wherever the App is installed; more wait for the owners there. */
export const useUpdateApp = () => useMutation(UpdateApp, { errorPolicy: 'all' });
