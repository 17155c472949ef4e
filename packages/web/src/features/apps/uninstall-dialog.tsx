import { useApolloClient } from '@apollo/client/react';
import { RichText } from '../../i18n/rich-text.tsx';
import { t } from '../../i18n/t.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { useUninstallApp } from './use-uninstall-app.ts';
import styles from './apps.module.css';

type Props = { installation: { id: string; name: string }; onClose: () => void; onUninstalled: () => void };

/** Asks once more: what the App holds here dies with the installation. */
export function UninstallDialog({ installation: { id, name }, onClose, onUninstalled }: Props) {
  const [uninstall, { loading, error }] = useUninstallApp();
  const client = useApolloClient();
  const close = () => {
    // Another window may have sent it away before.
    if (error) void client.refetchQueries({ include: ['AppsPage', 'OwnedApps'] });
    onClose();
  };
  const confirm = async () => {
    const { data } = await uninstall({ variables: { input: { installationId: id } } });
    if (!data) return;
    onClose();
    onUninstalled();
  };
  return (
    <ReasonDialog
      title={t('apps.uninstall.title', { name })}
      confirm={t('apps.uninstall.confirm')}
      danger
      working={loading}
      error={error}
      onConfirm={() => void confirm()}
      onCancel={close}
    >
      <p className={styles.words}>
        <RichText message="apps.uninstall.warning" parameters={{ name: <strong>{name}</strong> }} />
      </p>
    </ReasonDialog>
  );
}
