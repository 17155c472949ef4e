import { useCallback, useEffect, useRef } from 'react';
import { ErrorState } from '../../ui/error-state.tsx';
import { Leaving } from './leaving.tsx';
import type { Asked } from './read-asked.ts';
import { useAuthorizeApplication } from './use-authorize-application.ts';

/** The person agreed before: the browser goes back with a code, and nothing is asked. */
export function GoOn({ asked, redirectUri }: { asked: Asked; redirectUri: string }) {
  const [authorize, { data, error }] = useAuthorizeApplication();
  const isSent = useRef(false);
  const go = useCallback(() => void authorize({ variables: { input: asked } }), [authorize, asked]);
  useEffect(() => {
    // One code for one visit, however often this is rendered.
    if (isSent.current) return;
    isSent.current = true;
    go();
  }, [go]);
  if (error) return <ErrorState error={error} onRetry={go} />;
  return <Leaving redirectUri={redirectUri} to={data?.authorizeApplication.redirectUrl ?? null} />;
}
