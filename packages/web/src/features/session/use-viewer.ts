import { useQuery } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const Viewer_query = graphql(`
  query Viewer {
    viewer {
      id
      login
      name
      avatarUrl
    }
  }
`);

/** Who is signed in; undefined until known. Somebody who is not is sent to sign in by the client's link. */
export const useViewer = () => useQuery(Viewer_query).data?.viewer;
