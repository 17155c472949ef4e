import { Banner, Dialog } from '@primer/react';
import { describeError } from '../../apollo/describe-error.ts';
import { RichText } from '../../i18n/rich-text.tsx';
import { t } from '../../i18n/t.ts';
import { useDeleteToken } from './use-delete-token.ts';
import styles from './token-list.module.css';

type Props = { token: { id: string; name: string }; onClose: () => void; onDeleted?: () => void };

/** Asks once more, since a deleted token cannot be restored. (TK-12) */
export function DeleteTokenDialog({ token, onClose, onDeleted }: Props) {
  const [deleteToken, { loading, error }] = useDeleteToken();
  const confirm = async () => {
    const { data } = await deleteToken({ variables: { input: { tokenId: token.id } } });
    if (!data) return;
    onClose();
    onDeleted?.();
  };
  return (
    <Dialog
      title={t('tokens.delete.title')}
      width="large"
      role="alertdialog"
      onClose={onClose}
      footerButtons={[
        { content: t('common.cancel'), onClick: onClose, autoFocus: true },
        { content: t('tokens.delete.confirm'), buttonType: 'danger', loading, onClick: () => void confirm() },
      ]}
    >
      {error && <Banner variant="critical" title={describeError(error).message} />}
      <p className={styles.warning}>
        <RichText message="tokens.delete.warning" parameters={{ name: <strong>{token.name}</strong> }} />
      </p>
    </Dialog>
  );
}
