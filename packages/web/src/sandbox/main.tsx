import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { GraphiQL } from 'graphiql';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { sandboxFetcher } from './sandbox-fetcher.ts';
import './sandbox.css';

const WELCOME = `# The API of Countersign, asked as who is
# signed in. To ask with a token, put it
# into the Headers editor below:
#   { "Authorization": "Bearer csf_…" }
# Ctrl-Space completes, Ctrl-Enter runs.

query WhoAmI {
  viewer {
    login
    organizations(first: 10) {
      nodes {
        login
        viewerRole
      }
    }
  }
}
`;

createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    {/* Without the history, which would keep pasted tokens in the browser's storage, and without keeping headers. */}
    <GraphiQL
      fetcher={sandboxFetcher}
      defaultQuery={WELCOME}
      defaultEditorToolsVisibility="headers"
      plugins={[]}
      shouldPersistHeaders={false}
    />
  </StrictMode>,
);
