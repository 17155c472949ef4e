import { LIMITS } from '@countersign/schema';
import { Button, FormControl, LinkButton, TextInput } from '@primer/react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { describeFailure, postAuth } from '../../apollo/post-auth.ts';
import { t } from '../../i18n/t.ts';
import { NarrowBox, NarrowPage, NarrowProblem } from '../../ui/narrow-page.tsx';
import { takeFocus } from '../../ui/take-focus.ts';

type State = 'IDLE' | 'ASKING' | 'DONE' | 'REFUSED' | 'INVALID' | { failure: string };
type Props = { secret: string; onAskAgain: () => void };

/** Where the mailed link leads: another password, once. */
export function NewPasswordForm({ secret, onAskAgain }: Props) {
  const password = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<State>('IDLE');
  useEffect(() => {
    password.current?.focus();
  }, []);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const chosen = password.current?.value ?? '';
    if (state === 'ASKING') return;
    if (chosen.length < LIMITS.passwordShortest) {
      setState('INVALID');
      password.current?.focus();
      return;
    }
    setState('ASKING');
    setState(outcomeOf(await postAuth('password-reset/confirm', { secret, password: chosen })));
  };

  if (state === 'DONE')
    return (
      <NarrowPage title={t('passwordReset.newTitle')}>
        <NarrowBox>
          <output>{t('passwordReset.done')}</output>
          <LinkButton as={Link} block ref={takeFocus} variant="primary" to="/login">
            {t('passwordReset.signIn')}
          </LinkButton>
        </NarrowBox>
      </NarrowPage>
    );
  return (
    <NarrowPage title={t('passwordReset.newTitle')}>
      <form onSubmit={(event) => void submit(event)}>
        <NarrowProblem problem={problemOf(state)} />
        {state === 'REFUSED' ? (
          <Button block ref={takeFocus} onClick={onAskAgain}>
            {t('passwordReset.another')}
          </Button>
        ) : (
          <>
            <FormControl required>
              <FormControl.Label>{t('passwordReset.password')}</FormControl.Label>
              <TextInput
                block
                ref={password}
                name="password"
                type="password"
                autoComplete="new-password"
                maxLength={LIMITS.passwordLongest}
                validationStatus={state === 'INVALID' ? 'error' : undefined}
              />
              <FormControl.Caption>{t('passwordReset.caption')}</FormControl.Caption>
              {state === 'INVALID' && (
                <FormControl.Validation variant="error">{t('passwordReset.tooShort')}</FormControl.Validation>
              )}
            </FormControl>
            <Button type="submit" variant="primary" block loading={state === 'ASKING'}>
              {t('passwordReset.save')}
            </Button>
          </>
        )}
      </form>
    </NarrowPage>
  );
}

function outcomeOf(response: Response | null): State {
  if (response?.ok) return 'DONE';
  if (response?.status === 401) return 'REFUSED';
  return response?.status === 422 ? 'INVALID' : { failure: describeFailure(response) };
}

function problemOf(state: State): string | null {
  if (state === 'REFUSED') return t('passwordReset.refused');
  return typeof state === 'object' ? state.failure : null;
}
