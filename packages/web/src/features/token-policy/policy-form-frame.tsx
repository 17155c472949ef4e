import { Banner, Button } from '@primer/react';
import { lazy, type ReactNode, Suspense, useRef } from 'react';
import { t } from '../../i18n/t.ts';
import { Announce } from '../../ui/announce.tsx';
import { ResultBanner } from '../../ui/result-banner.tsx';
import { ConflictNotice } from './conflict-notice.tsx';
import { FAILURE_ID, type PolicyForm, type PolicyTerms } from './use-policy-form.ts';
import styles from './token-policy.module.css';

const BlockedDialog = lazy(async () => ({ default: (await import('./blocked-dialog.tsx')).BlockedDialog }));

type Props<Terms extends PolicyTerms<object>> = {
  label: string;
  form: PolicyForm<Terms>;
  /** The fields that stand in this form, which are saved by its button. */
  fields: readonly string[];
  showsOrganization?: boolean;
  children: ReactNode;
};

/** A policy's fields between what became of the last save and the button for the next one. */
export function PolicyFormFrame<Terms extends PolicyTerms<object>>({
  label,
  form,
  fields,
  showsOrganization,
  children,
}: Props<Terms>) {
  const { asked, conflict, failure, saved, stage } = form;
  const box = useRef<HTMLFormElement>(null);
  // The button goes away with the changes; the focus stays in the form.
  const discard = () => {
    form.discard();
    box.current?.focus();
  };
  const isChanged = fields.some((field) => field in form.changes);
  return (
    <form
      ref={box}
      tabIndex={-1}
      noValidate
      aria-label={label}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit(fields);
      }}
    >
      {saved > 0 && (
        <ResultBanner
          key={saved}
          title={t('tokenPolicy.saved')}
          failed={false}
          failures={[]}
          onDismiss={form.dismissSaved}
        />
      )}
      <Announce>{progressText(form)}</Announce>
      {failure && (
        <div id={FAILURE_ID} role="alert" tabIndex={-1} className={styles.notice}>
          <Banner variant="critical" title={t('tokenPolicy.failed')} description={failure} />
        </div>
      )}
      {conflict && <ConflictNotice key={form.terms.version} changes={conflict} edits={{ ...form.changes }} />}
      {children}
      <div className={styles.buttons}>
        <Button
          type="submit"
          variant="primary"
          disabled={!isChanged && stage === 'IDLE'}
          loading={stage !== 'IDLE' && !asked}
          loadingAnnouncement={t('tokenPolicy.checking')}
        >
          {t('tokenPolicy.save')}
        </Button>
        {isChanged && (
          <Button onClick={discard} disabled={stage !== 'IDLE'}>
            {t('tokenPolicy.discard')}
          </Button>
        )}
      </div>
      {asked && (
        <Suspense>
          <BlockedDialog
            blocked={asked.blocked}
            more={form.more}
            showsOrganization={showsOrganization}
            working={stage === 'SAVING'}
            onConfirm={() => void form.confirm()}
            onCancel={form.cancel}
          />
        </Suspense>
      )}
    </form>
  );
}

const progressText = ({ saved, stage }: { saved: number; stage: string }): string => {
  if (stage === 'PREVIEWING') return t('tokenPolicy.checking');
  return saved > 0 ? t('tokenPolicy.saved') : '';
};
