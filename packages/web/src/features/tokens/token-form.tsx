import { Button, LinkButton } from '@primer/react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { t } from '../../i18n/t.ts';
import { FormFailure } from './form-failure.tsx';
import styles from './token-form.module.css';

type Props = {
  title: string;
  /** Why the whole of it was refused, if it was, below words that say what failed. */
  failure: { title: string; reason: string | null };
  submit: string;
  submitting?: boolean;
  onSubmit: () => void;
  /** The address that cancelling leads to. */
  back: string;
  /** What became of it, beside its buttons. */
  outcome?: ReactNode;
  children: ReactNode;
};

/** A form about one token: its fields between why it was refused and its two buttons. */
export const TokenForm = ({ title, failure, submit, submitting, onSubmit, back, outcome, children }: Props) => (
  <form
    noValidate
    className={styles.form}
    aria-label={title}
    onSubmit={(event) => {
      event.preventDefault();
      onSubmit();
    }}
  >
    <FormFailure title={failure.title} failure={failure.reason} />
    {children}
    <div className={styles.buttons}>
      <Button type="submit" variant="primary" loading={submitting}>
        {submit}
      </Button>
      <LinkButton as={Link} to={back}>
        {t('common.cancel')}
      </LinkButton>
      {outcome}
    </div>
  </form>
);
