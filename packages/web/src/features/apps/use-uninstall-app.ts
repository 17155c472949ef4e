import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const UninstallApp = graphql(`
  mutation UninstallApp($input: UninstallAppInput!) {
    uninstallApp(input: $input) {
      organization {
        id
      }
    }
  }
`);

/** The App's tokens for the organization die at once; the installation leaves the list that shows it. */
export const useUninstallApp = () =>
  useMutation(UninstallApp, {
    errorPolicy: 'all',
    // How often the organization's own Apps are installed stands on the same page.
    refetchQueries: ['OwnedApps'],
    update(cache, { data }, { variables }) {
      const id = variables?.input.installationId;
      if (!data || !id) return;
      cache.evict({ id: cache.identify({ __typename: 'AppInstallation', id }) });
      cache.gc();
    },
  });
