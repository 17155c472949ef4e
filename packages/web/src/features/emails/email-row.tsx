import { MailIcon } from '@primer/octicons-react';
import { Button, Label } from '@primer/react';
import { useState } from 'react';
import { t } from '../../i18n/t.ts';
import type { Outcome } from './email-list.tsx';
import { RemoveEmailDialog } from './remove-email-dialog.tsx';
import { useMakeEmailAddressPrimary } from './use-make-email-address-primary.ts';
import { useSendEmailVerification } from './use-send-email-verification.ts';
import styles from './emails.module.css';

type Props = {
  email: { address: string; isPrimary: boolean; verifiedAt: string | null };
  onOutcome: (outcome: Outcome) => void;
};

/** One address, its state, and what can be done with it. */
export function EmailRow({ email: { address, isPrimary, verifiedAt }, onOutcome }: Props) {
  const [send, sending] = useSendEmailVerification();
  const [makePrimary, making] = useMakeEmailAddressPrimary();
  const [removing, setRemoving] = useState(false);
  const variables = { input: { address } };

  const sendAgain = async () => {
    const { data, error } = await send({ variables });
    onOutcome(data ? { message: t('emails.sent', { address }), until: address } : { error });
  };
  const choose = async () => {
    const { data, error } = await makePrimary({ variables });
    onOutcome(data ? { message: t('emails.nowPrimary', { address }) } : { error });
  };

  return (
    <li className={styles.row}>
      <MailIcon className={styles.icon} />
      <div className={styles.main}>
        <strong className={styles.address}>{address}</strong>
        {isPrimary && <Label variant="accent">{t('emails.primary')}</Label>}
        <Label variant={verifiedAt ? 'success' : 'attention'}>
          {t(verifiedAt ? 'emails.verified' : 'emails.unverified')}
        </Label>
      </div>
      <div className={styles.actions}>
        {!verifiedAt && (
          <Button
            size="small"
            loading={sending.loading}
            aria-label={t('emails.sendAgainTo', { address })}
            onClick={() => void sendAgain()}
          >
            {t('emails.sendAgain')}
          </Button>
        )}
        {verifiedAt && !isPrimary && (
          <Button
            size="small"
            loading={making.loading}
            aria-label={t('emails.makePrimaryOf', { address })}
            onClick={() => void choose()}
          >
            {t('emails.makePrimary')}
          </Button>
        )}
        {!isPrimary && (
          <Button
            size="small"
            variant="danger"
            aria-label={t('emails.removeOf', { address })}
            onClick={() => setRemoving(true)}
          >
            {t('emails.remove')}
          </Button>
        )}
      </div>
      {removing && (
        <RemoveEmailDialog
          address={address}
          onClose={() => setRemoving(false)}
          onRemoved={() => onOutcome({ message: t('emails.removed', { address }) })}
        />
      )}
    </li>
  );
}
