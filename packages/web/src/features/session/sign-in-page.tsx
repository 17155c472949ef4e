import { Button, FormControl, TextInput } from '@primer/react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { t } from '../../i18n/t.ts';
import { NarrowPage, NarrowProblem } from '../../ui/narrow-page.tsx';
import { returnPath } from './return-path.ts';
import { signIn, type SignInOutcome } from './session-calls.ts';
import styles from './sign-in-page.module.css';

/** Signs in and goes on to where the person wanted to be. */
export function SignInPage() {
  const [search] = useSearchParams();
  const [outcome, setOutcome] = useState<SignInOutcome | 'ASKING' | null>(null);
  const login = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  useEffect(() => {
    login.current?.focus();
  }, []);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (outcome === 'ASKING') return;
    setOutcome('ASKING');
    const answer = await signIn(login.current?.value.trim() ?? '', password.current?.value ?? '');
    // A full load, not a navigation: nothing the page knew of another account stays.
    if (answer === 'SIGNED_IN') location.assign(returnPath(search.get('return_to')));
    else setOutcome(answer);
  };

  const refused = outcome === 'REFUSED' ? t('session.failed') : null;
  const problem = typeof outcome === 'object' ? outcome?.failure : refused;
  return (
    <NarrowPage title={t('session.title')} tab={t('session.title')}>
      <form onSubmit={(event) => void submit(event)}>
        <NarrowProblem problem={problem} />
        <FormControl>
          <FormControl.Label>{t('session.login')}</FormControl.Label>
          <TextInput block ref={login} name="login" autoComplete="username" autoCapitalize="none" maxLength={254} />
        </FormControl>
        <FormControl>
          <FormControl.Label>{t('session.password')}</FormControl.Label>
          <TextInput
            block
            ref={password}
            name="password"
            type="password"
            autoComplete="current-password"
            maxLength={1024}
          />
        </FormControl>
        <Button type="submit" variant="primary" block loading={outcome === 'ASKING'}>
          {t('session.signIn')}
        </Button>
        <Link to="/password-reset" className={styles.forgot}>
          {t('session.forgot')}
        </Link>
      </form>
    </NarrowPage>
  );
}
