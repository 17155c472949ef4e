import { AlertIcon } from '@primer/octicons-react';
import { Button } from '@primer/react';
import { useState } from 'react';
import { t } from '../../i18n/t.ts';
import { permissionsText } from '../../ui/access-summary.tsx';
import { type PermissionGroups, PermissionList } from '../../ui/permission-list.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { changeOf, toInput, toMap } from './app-permissions.ts';
import { useAcceptAppPermissions } from './use-accept-app-permissions.ts';
import styles from './apps.module.css';

type Props = {
  installation: {
    id: string;
    name: string;
    permissions: PermissionGroups['repository'];
    permissionsAsked: PermissionGroups;
  };
  onAccepted: () => void;
};

/** An App asks for more than was agreed to: says so, and shows the difference before it is accepted. */
export function PermissionsAsked({ installation: { id, name, permissions, permissionsAsked }, onAccepted }: Props) {
  const [open, setOpen] = useState(false);
  const [accept, { loading, error, reset }] = useAcceptAppPermissions();
  const confirm = async () => {
    const input = { installationId: id, permissions: toInput(toMap(permissionsAsked)) };
    const { data } = await accept({ variables: { input } });
    if (!data) return;
    setOpen(false);
    onAccepted();
  };
  const review = () => {
    reset();
    setOpen(true);
  };
  return (
    <div className={styles.asked}>
      <p className={styles.words}>
        <AlertIcon size={16} /> {t('apps.asked.more', { permissions: permissionsText(permissionsAsked) })}
      </p>
      <Button size="small" aria-label={t('apps.asked.reviewOf', { name })} onClick={review}>
        {t('apps.asked.review')}
      </Button>
      {open && (
        <ReasonDialog
          title={t('apps.asked.title', { name })}
          confirm={t('apps.asked.accept')}
          working={loading}
          error={error}
          onConfirm={() => void confirm()}
          onCancel={() => setOpen(false)}
        >
          <p className={styles.lead}>{t('apps.asked.about')}</p>
          <PermissionList permissions={permissionsAsked} change={changeOf(permissions, permissionsAsked)} />
        </ReasonDialog>
      )}
    </div>
  );
}
