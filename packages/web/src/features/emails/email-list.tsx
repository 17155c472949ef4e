import { Banner } from '@primer/react';
import { useEffect, useRef, useState } from 'react';
import { describeError } from '../../apollo/describe-error.ts';
import { graphql, readFragment } from '../../gql/index.ts';
import type { FragmentType } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { Announce } from '../../ui/announce.tsx';
import { AddEmailForm } from './add-email-form.tsx';
import { EmailRow } from './email-row.tsx';
import styles from './emails.module.css';

const EmailList_viewer = graphql(`
  fragment EmailList_viewer on User {
    emails {
      address
      isPrimary
      verifiedAt
    }
  }
`);

/** What became of the last thing that was done; `until` names an address that the message is about until it is verified. */
export type Outcome = { message: string; until?: string } | { error: unknown };

export function EmailList(props: { viewer: FragmentType<typeof EmailList_viewer> }) {
  const emails = readFragment(EmailList_viewer, props.viewer).emails ?? [];
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const isPast = (until?: string) => emails.some(({ address, verifiedAt }) => address === until && verifiedAt);
  const done = outcome && 'message' in outcome && !isPast(outcome.until) ? outcome.message : '';
  useEffect(() => {
    // What was done may have taken away the button it was done with.
    if (outcome && document.activeElement === document.body) list.current?.focus();
  }, [outcome]);
  const dismiss = () => {
    setOutcome(null);
    list.current?.focus();
  };
  return (
    <>
      <Announce>{done}</Announce>
      {done && <Banner variant="success" title={done} className={styles.outcome} onDismiss={dismiss} />}
      {outcome && 'error' in outcome && (
        <div role="alert">
          <Banner variant="critical" title={describeError(outcome.error).message} className={styles.outcome} />
        </div>
      )}
      <ul ref={list} tabIndex={-1} className={styles.list} aria-label={t('emails.list')}>
        {emails.map((email) => (
          <EmailRow key={email.address} email={email} onOutcome={setOutcome} />
        ))}
      </ul>
      <AddEmailForm count={emails.length} onOutcome={setOutcome} />
    </>
  );
}
