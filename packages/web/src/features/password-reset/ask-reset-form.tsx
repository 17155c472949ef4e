import { Button, FormControl, TextInput } from '@primer/react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { describeFailure, postAuth } from '../../apollo/post-auth.ts';
import { t } from '../../i18n/t.ts';
import { NarrowBox, NarrowPage, NarrowProblem } from '../../ui/narrow-page.tsx';
import { takeFocus } from '../../ui/take-focus.ts';
import styles from './password-reset.module.css';

type State = 'IDLE' | 'ASKING' | 'SENT' | 'MISSING' | { failure: string };

/** Asks for the link. Whether there is such an account is not told. */
export function AskResetForm() {
  const [login, setLogin] = useState('');
  const [state, setState] = useState<State>('IDLE');
  return (
    <NarrowPage title={t('passwordReset.title')}>
      {state === 'SENT' ? (
        <NarrowBox>
          <output>{t('passwordReset.sent')}</output>
          <Button block ref={takeFocus} onClick={() => setState('IDLE')}>
            {t('passwordReset.again')}
          </Button>
        </NarrowBox>
      ) : (
        <AskForm login={login} onType={setLogin} state={state} onState={setState} />
      )}
      <Link to="/login" className={styles.signIn}>
        {t('passwordReset.signIn')}
      </Link>
    </NarrowPage>
  );
}

type FormProps = { login: string; onType: (login: string) => void; state: State; onState: (state: State) => void };

function AskForm({ login, onType, state, onState }: FormProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
  }, []);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = login.trim();
    if (state === 'ASKING') return;
    if (!name) {
      onState('MISSING');
      input.current?.focus();
      return;
    }
    onState('ASKING');
    const response = await postAuth('password-reset', { login: name });
    onState(response?.ok ? 'SENT' : { failure: describeFailure(response) });
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <NarrowProblem problem={typeof state === 'object' ? state.failure : null} />
      <p className={styles.about}>{t('passwordReset.about')}</p>
      <FormControl required>
        <FormControl.Label>{t('passwordReset.login')}</FormControl.Label>
        <TextInput
          block
          ref={input}
          name="login"
          autoComplete="username"
          autoCapitalize="none"
          maxLength={254}
          value={login}
          onChange={({ target }) => onType(target.value)}
          validationStatus={state === 'MISSING' ? 'error' : undefined}
        />
        {state === 'MISSING' && (
          <FormControl.Validation variant="error">{t('passwordReset.missing')}</FormControl.Validation>
        )}
      </FormControl>
      <Button type="submit" variant="primary" block loading={state === 'ASKING'}>
        {t('passwordReset.send')}
      </Button>
    </form>
  );
}
