import type { Icon } from '@primer/octicons-react';
import { Button } from '@primer/react';
import { useState } from 'react';
import { t } from '../../i18n/t.ts';
import { Moment } from '../../ui/moment.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import styles from './apps.module.css';

type Credential = { id: string; name: string; createdAt: string };
type Props = {
  label: string;
  empty: string;
  icon: Icon;
  credentials: readonly Credential[];
  /** Of the question before one is deleted. */
  texts: { title: string; warning: string };
  working: boolean;
  error: unknown;
  /** Before the question is asked: forgets what went wrong the last time. */
  onOpen: () => void;
  /** Resolves to whether it is gone. */
  onDelete: (id: string) => Promise<boolean>;
};

/** What an App signs in with, by what may be shown of it. */
export function CredentialList({
  label,
  empty,
  icon: CredentialIcon,
  credentials,
  texts,
  working,
  error,
  onOpen,
  onDelete,
}: Props) {
  const [asked, setAsked] = useState<Credential | null>(null);
  const confirm = async () => {
    if (asked && (await onDelete(asked.id))) setAsked(null);
  };
  return (
    <>
      {credentials.length === 0 && <p className={styles.about}>{empty}</p>}
      {credentials.length > 0 && (
        <ul className={styles.list} aria-label={label}>
          {credentials.map((credential) => (
            <li key={credential.id} className={styles.row}>
              <CredentialIcon />
              <div className={styles.main}>
                <code className={styles.fingerprint}>{credential.name}</code>
                <div className={styles.facts}>
                  <span>
                    {t('apps.credentials.created')} <Moment at={credential.createdAt} />
                  </span>
                </div>
              </div>
              <Button
                size="small"
                variant="danger"
                aria-label={t('apps.credentials.deleteOf', { name: credential.name })}
                onClick={() => {
                  onOpen();
                  setAsked(credential);
                }}
              >
                {t('apps.credentials.delete')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {asked && (
        <ReasonDialog
          title={texts.title}
          confirm={t('apps.credentials.confirm')}
          danger
          working={working}
          error={error}
          onConfirm={() => void confirm()}
          onCancel={() => setAsked(null)}
        >
          <p className={styles.lead}>
            <code className={styles.fingerprint}>{asked.name}</code>
          </p>
          <p className={styles.words}>{texts.warning}</p>
        </ReasonDialog>
      )}
    </>
  );
}
