import { LIMITS } from '@countersign/schema';
import { Dialog, FormControl, Textarea } from '@primer/react';
import { type ReactNode, useRef, useState } from 'react';
import { describeError } from '../apollo/describe-error.ts';
import { t } from '../i18n/t.ts';
import styles from './reason-dialog.module.css';

export type ReasonDialogProps = {
  title: string;
  /** What will happen, and to what. */
  children: ReactNode;
  confirm: string;
  danger?: boolean;
  /** Who will read the reason. Without it no reason is asked for. */
  reasonCaption?: string;
  working: boolean;
  error?: unknown;
  onConfirm: (reason: string | null) => void;
  onCancel: () => void;
};

/** Asks before something that others will notice, with an optional word of why. */
export function ReasonDialog({
  title,
  children,
  confirm,
  danger,
  reasonCaption,
  working,
  error,
  onConfirm,
  onCancel,
}: ReasonDialogProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [reason, setReason] = useState('');
  const tooMany = reason.length - LIMITS.reason;
  // What is under way cannot be called back, and its outcome has to be seen.
  const cancel = () => {
    if (!working) onCancel();
  };
  return (
    <Dialog
      title={title}
      width="large"
      initialFocusRef={reasonCaption ? field : undefined}
      onClose={cancel}
      footerButtons={[
        { content: t('common.cancel'), onClick: cancel, autoFocus: !reasonCaption },
        {
          content: confirm,
          buttonType: danger ? 'danger' : 'primary',
          loading: working,
          disabled: tooMany > 0,
          onClick: () => onConfirm(reason.trim() || null),
        },
      ]}
    >
      <div role="alert">{error ? <p className={styles.problem}>{describeError(error).message}</p> : null}</div>
      {children}
      {reasonCaption && (
        <FormControl>
          <FormControl.Label>{t('reason.label')}</FormControl.Label>
          <Textarea
            ref={field}
            block
            rows={3}
            resize="vertical"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            validationStatus={tooMany > 0 ? 'error' : undefined}
          />
          <FormControl.Caption>
            {reasonCaption} {t('reason.count', { used: reason.length, limit: LIMITS.reason })}
          </FormControl.Caption>
          {tooMany > 0 && (
            <FormControl.Validation variant="error">{t('reason.tooLong', { count: tooMany })}</FormControl.Validation>
          )}
        </FormControl>
      )}
    </Dialog>
  );
}
