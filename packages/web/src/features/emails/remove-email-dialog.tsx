import { Banner, Dialog } from '@primer/react';
import { describeError } from '../../apollo/describe-error.ts';
import { RichText } from '../../i18n/rich-text.tsx';
import { t } from '../../i18n/t.ts';
import { useRemoveEmailAddress } from './use-remove-email-address.ts';
import styles from './emails.module.css';

type Props = { address: string; onClose: () => void; onRemoved: () => void };

/** Asks once more before an address is given up. */
export function RemoveEmailDialog({ address, onClose, onRemoved }: Props) {
  const [remove, { loading, error }] = useRemoveEmailAddress();
  const confirm = async () => {
    const { data } = await remove({ variables: { input: { address } } });
    if (!data) return;
    onClose();
    onRemoved();
  };
  return (
    <Dialog
      title={t('emails.removeTitle')}
      width="large"
      role="alertdialog"
      onClose={onClose}
      footerButtons={[
        { content: t('common.cancel'), onClick: onClose, autoFocus: true },
        { content: t('emails.removeConfirm'), buttonType: 'danger', loading, onClick: () => void confirm() },
      ]}
    >
      <div role="alert">
        {error && <Banner variant="critical" title={describeError(error).message} className={styles.outcome} />}
      </div>
      <p className={styles.warning}>
        <RichText message="emails.removeWarning" parameters={{ address: <strong>{address}</strong> }} />
      </p>
    </Dialog>
  );
}
