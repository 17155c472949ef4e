import { useQuery } from '@apollo/client/react';
import { Banner, Button } from '@primer/react';
import { type ReactNode, useRef } from 'react';
import { describeError } from '../../apollo/describe-error.ts';
import { t } from '../../i18n/t.ts';
import { Announce } from '../../ui/announce.tsx';
import { Facts } from '../../ui/facts.tsx';
import { blockedText } from './blocked-text.ts';
import { blockedPageOf } from './blocked-tokens.ts';
import { textOf } from './organization-policy-facts.tsx';
import type { OrganizationDraft, OrganizationTerms } from './organization-policy.ts';
import { toPolicyInput } from './policy-input.ts';
import { fieldText } from './policy-texts.ts';
import { PreviewTokenPolicy } from './use-organization-policy.ts';
import styles from './token-policy.module.css';

type Props = {
  terms: OrganizationTerms;
  /** The questions, in their order. */
  fields: readonly (keyof OrganizationDraft)[];
  draft: OrganizationDraft;
  /** What of it is the organization's to choose. */
  chosen: Partial<OrganizationDraft>;
  /** What comes below, and whether it is known what the choice will do. */
  children: (isKnown: boolean) => ReactNode;
};

/** What was chosen, and what it will do, before the organization opts in. (PO-3, PO-7) */
export function OptInSummary({ terms, fields, draft, chosen, children }: Props) {
  const { data, error, refetch } = useQuery(PreviewTokenPolicy, {
    variables: { input: { organization: terms.login, ...toPolicyInput(chosen) } },
    fetchPolicy: 'no-cache',
  });
  const answer = useRef<HTMLDivElement>(null);
  // The button goes away with what it stands in.
  const lookAgain = () => {
    answer.current?.focus();
    void refetch();
  };
  const blocked = data && blockedPageOf(data.previewTokenPolicy);
  const isBlocking = blocked !== undefined && blocked.blockedTokenCount > 0;
  const warning = error
    ? t('tokenPolicy.optIn.unknown', { problem: describeError(error).message })
    : isBlocking && blockedText(blocked);
  const effect = warning || t(blocked ? 'tokenPolicy.optIn.blocksNothing' : 'tokenPolicy.checking');
  const classic = blocked?.blockedClassicTokenCount ?? 0;
  const about = (
    <>
      {isBlocking && <p className={styles.plain}>{t('tokenPolicy.blocked.about')}</p>}
      {error && (
        <Button size="small" onClick={lookAgain}>
          {t('error.retry')}
        </Button>
      )}
      {classic > 0 && <p className={styles.plain}>{t('tokenPolicy.blocked.classic', { count: classic })}</p>}
    </>
  );
  return (
    <>
      <Facts facts={fields.map((field) => ({ term: fieldText(field), text: textOf(field, draft) }))} />
      {draft.fineGrainedAccess === 'ALLOWED' && (
        <p className={styles.plain}>{t('tokenPolicy.optIn.effect', { organization: terms.login })}</p>
      )}
      <div ref={answer} tabIndex={-1} className={styles.notice}>
        {warning ? (
          <Banner variant="warning" title={warning} description={about} />
        ) : (
          <p className={styles.muted}>{effect}</p>
        )}
      </div>
      <Announce>{effect}</Announce>
      {children(blocked !== undefined && !error)}
    </>
  );
}
