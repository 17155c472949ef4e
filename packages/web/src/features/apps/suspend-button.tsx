import { Button } from '@primer/react';
import { useState } from 'react';
import { t } from '../../i18n/t.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { useSuspendInstallation } from './use-suspend-installation.ts';
import { useUnsuspendInstallation } from './use-unsuspend-installation.ts';
import styles from './apps.module.css';

type Props = {
  installation: { id: string; name: string; suspendedAt: string | null };
  /** Given what went wrong, or null when nothing did. */
  onFailure: (failure: unknown) => void;
};

/** Shuts an App out for a while, after a question, or lets it in again. */
export function SuspendButton({ installation: { id, name, suspendedAt }, onFailure }: Props) {
  const [asking, setAsking] = useState(false);
  const [suspend, suspending] = useSuspendInstallation();
  const [unsuspend, unsuspending] = useUnsuspendInstallation();
  const variables = { input: { installationId: id } };
  const act = suspendedAt ? 'unsuspend' : 'suspend';

  const confirm = async () => {
    const { data } = await suspend({ variables });
    if (data) setAsking(false);
  };
  const ask = () => {
    suspending.reset();
    onFailure(null);
    setAsking(true);
  };
  const letIn = async () => {
    const { error } = await unsuspend({ variables });
    onFailure(error ?? null);
  };
  return (
    <>
      <Button
        size="small"
        loading={unsuspending.loading}
        aria-label={t(`apps.${act}.of`, { name })}
        onClick={() => (suspendedAt ? void letIn() : ask())}
      >
        {t(`apps.${act}.button`)}
      </Button>
      {asking && (
        <ReasonDialog
          title={t('apps.suspend.title', { name })}
          confirm={t('apps.suspend.button')}
          danger
          working={suspending.loading}
          error={suspending.error}
          onConfirm={() => void confirm()}
          onCancel={() => setAsking(false)}
        >
          <p className={styles.words}>{t('apps.suspend.warning')}</p>
        </ReasonDialog>
      )}
    </>
  );
}
