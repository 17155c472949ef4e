import { Banner } from '@primer/react';
import { useState } from 'react';
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

/** What became of the last thing that was done. */
export type Outcome = { message: string } | { error: unknown };

export function EmailList(props: { viewer: FragmentType<typeof EmailList_viewer> }) {
  const emails = readFragment(EmailList_viewer, props.viewer).emails ?? [];
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const done = outcome && 'message' in outcome ? outcome.message : '';
  return (
    <>
      <Announce>{done}</Announce>
      {done && <Banner variant="success" title={done} className={styles.outcome} onDismiss={() => setOutcome(null)} />}
      {outcome && 'error' in outcome && (
        <div role="alert">
          <Banner variant="critical" title={describeError(outcome.error).message} className={styles.outcome} />
        </div>
      )}
      <ul className={styles.list} aria-label={t('emails.list')}>
        {emails.map((email) => (
          <EmailRow key={email.address} email={email} onOutcome={setOutcome} />
        ))}
      </ul>
      <AddEmailForm count={emails.length} onOutcome={setOutcome} />
    </>
  );
}
