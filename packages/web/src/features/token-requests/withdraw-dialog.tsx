import { t } from '../../i18n/t.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { useCancelTokenRequest } from './use-cancel-token-request.ts';

type Props = {
  requestId: string;
  /** Something was approved before. */
  isChange: boolean;
  onWithdrawn: () => void;
  onCancel: () => void;
};

/** Asks once more before one's own request is taken back. (RQ-8) */
export function WithdrawDialog({ requestId, isChange, onWithdrawn, onCancel }: Props) {
  const [cancel, { loading, error }] = useCancelTokenRequest();
  const confirm = async () => {
    const { data } = await cancel({ variables: { input: { requestId } } });
    if (data) onWithdrawn();
  };
  return (
    <ReasonDialog
      title={t('tokenRequest.withdrawTitle')}
      confirm={t('tokenRequest.withdraw')}
      danger
      working={loading}
      error={error}
      onConfirm={() => void confirm().catch(() => null)}
      onCancel={onCancel}
    >
      {t(isChange ? 'tokenRequest.withdrawChangeAbout' : 'tokenRequest.withdrawAbout')}
    </ReasonDialog>
  );
}
