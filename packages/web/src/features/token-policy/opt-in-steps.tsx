import { Banner, Button, Heading, ProgressBar } from '@primer/react';
import { useEffect, useRef, useState } from 'react';
import { describeError } from '../../apollo/describe-error.ts';
import { t } from '../../i18n/t.ts';
import { OptInSummary } from './opt-in-summary.tsx';
import { AccessField, ApprovalField } from './organization-policy-fields.tsx';
import type { OrganizationDraft, OrganizationTerms } from './organization-policy.ts';
import type { useOrganizationPolicy } from './use-organization-policy.ts';
import styles from './token-policy.module.css';

const STEPS = ['fineGrainedAccess', 'approval', 'classicAccess'] as const;

type Props = {
  terms: OrganizationTerms;
  calls: ReturnType<typeof useOrganizationPolicy>;
  /** Opted in; or it was already, by somebody faster, which `conflict` says. */
  onDone: (conflict: string | null) => void;
};

/** An owner's first visit: three questions, a summary, and the organization has opted in. (PO-3) */
export function OptInSteps({ terms, calls, onDone }: Props) {
  const [draft, setDraft] = useState<OrganizationDraft>(terms.draft);
  const [step, setStep] = useState(0);
  const [working, setWorking] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const field = STEPS[step];

  const go = (next: number) => {
    setStep(next);
    setFailure(null);
  };
  // Another step begins at its heading; the first one is where the reader is anyway.
  const seen = useRef(step);
  useEffect(() => {
    if (seen.current !== step) heading.current?.focus();
    seen.current = step;
  }, [step]);

  const chosen = Object.fromEntries(
    STEPS.filter((name) => !terms.locked.includes(name)).map((name) => [name, draft[name]]),
  ) as Partial<OrganizationDraft>;
  const optIn = async () => {
    setWorking(true);
    setFailure(null);
    try {
      await calls.optIn(chosen);
      onDone(null);
    } catch (error) {
      const { code, message, fields } = describeError(error);
      if (code === 'CONFLICT') onDone(message);
      setFailure([message, ...Object.values(fields)].join(' '));
      setWorking(false);
    }
  };
  const change = (next: Partial<OrganizationDraft>) => setDraft({ ...draft, ...next });
  const common = { terms, onChange: change };
  const buttons = (isReady: boolean) => (
    <div className={styles.buttons}>
      <Button
        // Of a double click the second half is not meant for the next question.
        key={step}
        onClick={(event) => event.detail > 1 && event.preventDefault()}
        type="submit"
        variant="primary"
        disabled={!isReady}
        loading={working}
      >
        {t(field ? 'tokenPolicy.optIn.continue' : 'tokenPolicy.optIn.confirm')}
      </Button>
      {step > 0 && (
        <Button onClick={() => go(step - 1)} disabled={working}>
          {t('tokenPolicy.optIn.back')}
        </Button>
      )}
    </div>
  );

  return (
    <form
      noValidate
      aria-label={t('tokenPolicy.optIn.title', { organization: terms.login })}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (field) go(step + 1);
        else if (!working) void optIn();
      }}
    >
      <div>
        <p className={styles.muted}>{t('tokenPolicy.optIn.about')}</p>
        <ProgressBar
          progress={(step / STEPS.length) * 100}
          barSize="small"
          aria-label={t('tokenPolicy.optIn.progress')}
        />
      </div>
      <Heading as="h2" variant="small" ref={heading} tabIndex={-1} className={styles.heading}>
        {field
          ? t('tokenPolicy.optIn.step', {
              step: step + 1,
              steps: STEPS.length,
              title: t(`tokenPolicy.optIn.${field}`),
            })
          : t('tokenPolicy.optIn.summary')}
      </Heading>
      {failure && (
        <div role="alert">
          <Banner variant="critical" title={t('tokenPolicy.optIn.failed')} description={failure} />
        </div>
      )}
      {(field === 'fineGrainedAccess' || field === 'classicAccess') && (
        <AccessField key={field} field={field} value={draft[field]} {...common} />
      )}
      {field === 'approval' && <ApprovalField field={field} value={draft.approval} {...common} />}
      {field ? (
        buttons(true)
      ) : (
        <OptInSummary terms={terms} fields={STEPS} draft={draft} chosen={chosen}>
          {buttons}
        </OptInSummary>
      )}
    </form>
  );
}
