import { Button, FormControl, TextInput } from '@primer/react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { postAuth } from '../../apollo/post-auth.ts';
import { t } from '../../i18n/t.ts';
import { NarrowBox, NarrowPage, NarrowProblem } from '../../ui/narrow-page.tsx';
import styles from './password-reset.module.css';

type State = 'IDLE' | 'ASKING' | 'SENT' | 'THROTTLED' | 'BROKEN';

/** Asks for the link. Whether there is such an account is not told. */
export function AskResetForm() {
  const login = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<State>('IDLE');
  useEffect(() => {
    login.current?.focus();
  }, []);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = login.current?.value.trim();
    if (state === 'ASKING' || !name) return;
    setState('ASKING');
    const response = await postAuth('password-reset', { login: name });
    if (response?.ok) setState('SENT');
    else setState(response?.status === 429 ? 'THROTTLED' : 'BROKEN');
  };

  return (
    <NarrowPage title={t('passwordReset.title')}>
      {state === 'SENT' ? (
        <NarrowBox>
          <output>{t('passwordReset.sent')}</output>
        </NarrowBox>
      ) : (
        <form onSubmit={(event) => void submit(event)}>
          <NarrowProblem problem={problemOf(state)} />
          <p className={styles.about}>{t('passwordReset.about')}</p>
          <FormControl required>
            <FormControl.Label>{t('passwordReset.login')}</FormControl.Label>
            <TextInput block ref={login} name="login" autoComplete="username" autoCapitalize="none" maxLength={254} />
          </FormControl>
          <Button type="submit" variant="primary" block loading={state === 'ASKING'}>
            {t('passwordReset.send')}
          </Button>
        </form>
      )}
      <Link to="/login" className={styles.signIn}>
        {t('passwordReset.signIn')}
      </Link>
    </NarrowPage>
  );
}

function problemOf(state: State): string | null {
  if (state === 'THROTTLED') return t('session.throttled');
  return state === 'BROKEN' ? t('common.somethingBroke') : null;
}
