import { Button, LinkButton, Spinner } from '@primer/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { describeFailure, postAuth } from '../../apollo/post-auth.ts';
import { t } from '../../i18n/t.ts';
import { NarrowBox, NarrowPage, NarrowProblem } from '../../ui/narrow-page.tsx';
import { takeFocus } from '../../ui/take-focus.ts';
import { useFragmentSecret } from '../../ui/use-fragment-secret.ts';

type State = 'ASKING' | 'DONE' | 'REFUSED' | { failure: string };

/** Where the link in a mail leads: opening it verifies the address, signed in or not. (TK-1) */
export function VerifyEmailPage() {
  const secret = useFragmentSecret();
  const [state, setState] = useState<State>('ASKING');
  const sent = useRef<string | null>(null);

  const verify = useCallback(async (given: string) => {
    setState('ASKING');
    const response = await postAuth('verify-email', { secret: given });
    if (response?.ok) setState('DONE');
    else setState(isRefusal(response) ? 'REFUSED' : { failure: describeFailure(response) });
  }, []);

  useEffect(() => {
    // Once for each link, however often the page is rendered: the second try of a link that works is refused.
    if (secret === null || sent.current === secret) return;
    sent.current = secret;
    void verify(secret);
  }, [secret, verify]);

  return (
    <NarrowPage title={t('emails.verify.title')}>
      <NarrowBox>
        <NarrowProblem problem={secret === null ? t('emails.verify.incomplete') : problemOf(state)} />
        <output>
          {secret !== null && state === 'ASKING' && <Spinner size="small" srText={t('emails.verify.asking')} />}
          {state === 'DONE' && t('emails.verify.done')}
        </output>
        {secret !== null && typeof state === 'object' && (
          <Button block onClick={() => void verify(secret)}>
            {t('emails.verify.again')}
          </Button>
        )}
        {(secret === null || state === 'DONE' || state === 'REFUSED') && (
          <LinkButton as={Link} block ref={takeFocus} to="/settings/emails">
            {t('emails.verify.toEmails')}
          </LinkButton>
        )}
      </NarrowBox>
    </NarrowPage>
  );
}

/** Whether the link does not hold, or is none. Anything else says nothing of it. */
const isRefusal = (response: Response | null) => response?.status === 401 || response?.status === 422;

function problemOf(state: State): string | null {
  if (state === 'REFUSED') return t('emails.verify.refused');
  return typeof state === 'object' ? state.failure : null;
}
