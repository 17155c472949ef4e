import type { Icon } from '@primer/octicons-react';
import { Button } from '@primer/react';
import { useEffect, useRef, useState } from 'react';
import { t } from '../../i18n/t.ts';
import { Moment } from '../../ui/moment.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import list from '../../ui/list.module.css';
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
  const place = useRef<HTMLDivElement>(null);
  const [deleted, setDeleted] = useState(0);
  useEffect(() => {
    // The button that asked is gone with its line.
    if (deleted > 0) place.current?.focus();
  }, [deleted]);
  const confirm = async () => {
    if (!asked || !(await onDelete(asked.id))) return;
    setAsked(null);
    setDeleted((count) => count + 1);
  };
  return (
    <div ref={place} tabIndex={-1} className={styles.stack}>
      {credentials.length === 0 && <p className={styles.about}>{empty}</p>}
      {credentials.length > 0 && (
        <ul className={list.list} aria-label={label}>
          {credentials.map((credential) => (
            <li key={credential.id} className={list.row}>
              <CredentialIcon />
              <div className={list.main}>
                <code className={styles.fingerprint}>{credential.name}</code>
                <div className={list.facts}>
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
    </div>
  );
}
