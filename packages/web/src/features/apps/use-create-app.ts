import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const CreateApp = graphql(`
  mutation CreateApp($input: CreateAppInput!) {
    createApp(input: $input) {
      app {
        id
        slug
      }
    }
  }
`);

/** Makes an App, without a key and installed nowhere. */
export const useCreateApp = () => useMutation(CreateApp, { errorPolicy: 'all' });
