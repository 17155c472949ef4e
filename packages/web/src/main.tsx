import '@primer/primitives/dist/css/primitives.css';
import '@primer/primitives/dist/css/functional/themes/light.css';
import '@primer/primitives/dist/css/functional/themes/dark.css';
import './ui/base.css';
import { ApolloProvider } from '@apollo/client/react';
import { BaseStyles } from '@primer/react';
import { ThemeProvider } from '@primer/react/next';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { createClient } from './apollo/client.ts';
import { PasswordPromptHost } from './features/session/password-prompt-host.tsx';
import { createPasswordPrompt } from './features/session/password-prompt.ts';
import { goToSignIn } from './features/session/return-path.ts';
import { Pages } from './routes.tsx';
import { ErrorBoundary } from './ui/error-boundary.tsx';

// A page that the browser kept frozen may be of somebody who has signed out since, with a secret on it.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

const prompt = createPasswordPrompt();
const client = createClient({ onSignedOut: goToSignIn, confirmPassword: prompt.ask });

createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <ApolloProvider client={client}>
      <ThemeProvider colorMode="auto">
        <BaseStyles>
          <BrowserRouter>
            <ErrorBoundary>
              <Pages />
              <PasswordPromptHost prompt={prompt} />
            </ErrorBoundary>
          </BrowserRouter>
        </BaseStyles>
      </ThemeProvider>
    </ApolloProvider>
  </StrictMode>,
);
