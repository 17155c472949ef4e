import { useApolloClient } from '@apollo/client/react';
import { RichText } from '../../i18n/rich-text.tsx';
import { t } from '../../i18n/t.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { useRevokeApplicationAuthorization } from './use-revoke-application-authorization.ts';
import styles from './applications.module.css';

type Props = { authorization: { id: string; name: string }; onClose: () => void; onRevoked: () => void };

/** Asks once more: what the App holds for the person ends with it. */
export function RevokeDialog({ authorization: { id, name }, onClose, onRevoked }: Props) {
  const [revoke, { loading, error }] = useRevokeApplicationAuthorization();
  const client = useApolloClient();
  const close = () => {
    // Another window may have revoked it before.
    if (error) void client.refetchQueries({ include: ['ApplicationsPage'] });
    onClose();
  };
  const confirm = async () => {
    const { data } = await revoke({ variables: { input: { applicationAuthorizationId: id } } });
    if (!data) return;
    onClose();
    onRevoked();
  };
  return (
    <ReasonDialog
      title={t('applications.revoke.title', { name })}
      confirm={t('applications.revoke.button')}
      danger
      working={loading}
      error={error}
      onConfirm={() => void confirm()}
      onCancel={close}
    >
      <p className={styles.words}>
        <RichText message="applications.revoke.warning" parameters={{ name: <strong>{name}</strong> }} />
      </p>
    </ReasonDialog>
  );
}
