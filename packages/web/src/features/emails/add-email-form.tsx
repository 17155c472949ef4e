import { Button, FormControl, TextInput } from '@primer/react';
import { type FormEvent, useState } from 'react';
import { describeError } from '../../apollo/describe-error.ts';
import { t } from '../../i18n/t.ts';
import type { Outcome } from './email-list.tsx';
import { useAddEmailAddress } from './use-add-email-address.ts';
import styles from './emails.module.css';

const MOST = 10;
type Props = { count: number; onOutcome: (outcome: Outcome | null) => void };

/** Another address, to which a link is mailed. */
export function AddEmailForm({ count, onOutcome }: Props) {
  const [add, { loading }] = useAddEmailAddress();
  const [address, setAddress] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const wanted = address.trim();
    if (loading || wanted === '') return;
    setProblem(null);
    const { data, error } = await add({ variables: { input: { address: wanted } } });
    if (data) {
      setAddress('');
      onOutcome({ message: t('emails.sent', { address: wanted }), until: wanted });
      return;
    }
    const refused = describeError(error).fields['address'];
    setProblem(refused ?? null);
    onOutcome(refused ? null : { error });
  };

  if (count >= MOST) return <p className={styles.form}>{t('emails.full', { limit: MOST })}</p>;
  return (
    <form className={styles.form} aria-label={t('emails.add')} noValidate onSubmit={(event) => void submit(event)}>
      <FormControl>
        <FormControl.Label>{t('emails.add')}</FormControl.Label>
        <TextInput
          block
          type="email"
          autoComplete="email"
          maxLength={254}
          value={address}
          validationStatus={problem ? 'error' : undefined}
          onChange={(event) => setAddress(event.target.value)}
        />
        {problem && <FormControl.Validation variant="error">{problem}</FormControl.Validation>}
      </FormControl>
      <Button type="submit" loading={loading}>
        {t('emails.addButton')}
      </Button>
    </form>
  );
}
