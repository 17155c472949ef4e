import { t } from '../../i18n/t.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { useCancelTokenRequest } from './use-cancel-token-request.ts';

/** Asks once more before one's own request is taken back. (RQ-8) */
export function WithdrawDialog({ requestId, onDone }: { requestId: string; onDone: () => void }) {
  const [cancel, { loading, error }] = useCancelTokenRequest();
  const confirm = async () => {
    const { data } = await cancel({ variables: { input: { requestId } } });
    if (data) onDone();
  };
  return (
    <ReasonDialog
      title={t('tokenRequest.withdrawTitle')}
      confirm={t('tokenRequest.withdraw')}
      danger
      working={loading}
      error={error}
      onConfirm={() => void confirm().catch(() => null)}
      onCancel={onDone}
    >
      {t('tokenRequest.withdrawAbout')}
    </ReasonDialog>
  );
}
