import { LIMITS } from '@countersign/schema';
import { Banner, Dialog, FormControl, Textarea } from '@primer/react';
import { useState } from 'react';
import { describeError } from '../../apollo/describe-error.ts';
import { t } from '../../i18n/t.ts';
import { useRequestTokenAccess } from './use-request-token-access.ts';

type Props = { token: { id: string; name: string }; onClose: () => void };

/** Asks again, with a reason if there is one. (RQ-13) */
export function RequestAccessDialog({ token, onClose }: Props) {
  const [reason, setReason] = useState('');
  const [ask, { loading, error }] = useRequestTokenAccess();
  const tooLong = reason.length > LIMITS.reason;
  const send = async () => {
    if (tooLong) return;
    const { data } = await ask({
      variables: { input: { tokenId: token.id, ...(reason.trim() && { reason: reason.trim() }) } },
    });
    if (data) onClose();
  };
  return (
    <Dialog
      title={t('tokens.request.again')}
      subtitle={token.name}
      width="large"
      onClose={onClose}
      footerButtons={[
        { content: t('common.cancel'), onClick: onClose },
        { content: t('tokens.request.send'), buttonType: 'primary', loading, onClick: () => void send() },
      ]}
    >
      {error && <Banner variant="critical" title={describeError(error).message} />}
      <FormControl>
        <FormControl.Label>{t('tokens.form.reason')}</FormControl.Label>
        <Textarea
          block
          rows={4}
          value={reason}
          characterLimit={LIMITS.reason}
          onChange={(event) => setReason(event.target.value)}
        />
        {tooLong && (
          <FormControl.Validation variant="error">{t('tokens.problem.reasonTooLong')}</FormControl.Validation>
        )}
      </FormControl>
    </Dialog>
  );
}
