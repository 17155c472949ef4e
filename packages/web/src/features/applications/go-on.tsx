import { useCallback, useEffect, useRef } from 'react';
import { describeError } from '../../apollo/describe-error.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Leaving } from './leaving.tsx';
import type { Asked } from './read-asked.ts';
import { useAuthorizeApplication } from './use-authorize-application.ts';

type Props = {
  asked: Asked;
  redirectUri: string;
  /** The server wants the person to be asked after all: they took it back a moment ago, in another window. */
  onMustAsk: () => void;
};

/** The person agreed before: the browser goes back with a code, and nothing is asked. */
export function GoOn({ asked, redirectUri, onMustAsk }: Props) {
  const [authorize, { data, error }] = useAuthorizeApplication();
  const isSent = useRef(false);
  const go = useCallback(() => void authorize({ variables: { input: asked } }), [authorize, asked]);
  useEffect(() => {
    // One code for one visit, however often this is rendered.
    if (isSent.current) return;
    isSent.current = true;
    go();
  }, [go]);
  const mustAsk = error !== undefined && describeError(error).code === 'CONFLICT';
  useEffect(() => {
    if (mustAsk) onMustAsk();
  }, [mustAsk, onMustAsk]);
  if (error) return <ErrorState error={error} onRetry={go} />;
  return <Leaving redirectUri={redirectUri} to={data?.authorizeApplication.redirectUrl ?? null} />;
}
