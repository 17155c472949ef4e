import { Dialog, FormControl, TextInput } from '@primer/react';
import { type FormEvent, useId, useRef, useState } from 'react';
import { t } from '../../i18n/t.ts';
import { confirmPassword } from './session-calls.ts';

/** Asks for the password once more before something that makes credentials. (SN-3) */
export function ConfirmPasswordDialog({ onAnswer }: { onAnswer: (confirmed: boolean) => void }) {
  const form = useId();
  const input = useRef<HTMLInputElement>(null);
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (asking) return;
    setAsking(true);
    const outcome = await confirmPassword(input.current?.value ?? '');
    setAsking(false);
    if (outcome === 'SIGNED_IN') onAnswer(true);
    else setProblem(outcome === 'REFUSED' ? t('session.confirmFailed') : outcome.failure);
  };

  return (
    <Dialog
      title={t('session.confirmTitle')}
      width="large"
      subtitle={t('session.confirmDescription')}
      initialFocusRef={input}
      onClose={() => onAnswer(false)}
      footerButtons={[
        { content: t('common.cancel'), onClick: () => onAnswer(false) },
        { content: t('session.confirm'), buttonType: 'primary', type: 'submit', form, loading: asking },
      ]}
    >
      <form id={form} onSubmit={(event) => void submit(event)}>
        <FormControl>
          <FormControl.Label>{t('session.password')}</FormControl.Label>
          <TextInput ref={input} block type="password" autoComplete="current-password" maxLength={1024} />
          {problem && <FormControl.Validation variant="error">{problem}</FormControl.Validation>}
        </FormControl>
      </form>
    </Dialog>
  );
}
