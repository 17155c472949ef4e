import { Button } from '@primer/react';
import { useState } from 'react';
import { t } from '../../i18n/t.ts';
import { DeleteTokenDialog } from './delete-token-dialog.tsx';

type Props = {
  token: { id: string; name: string };
  /** One of many, so that its name is said too. */
  isInList?: boolean;
  onDeleted?: () => void;
};

/** Ends a token, after a question. (TK-12) */
export function DeleteTokenButton({ token, isInList = false, onDeleted }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        variant="danger"
        size={isInList ? 'small' : 'medium'}
        aria-label={isInList ? t('tokens.delete.label', { name: token.name }) : undefined}
        onClick={() => setAsking(true)}
      >
        {t('tokens.delete.button')}
      </Button>
      {asking && <DeleteTokenDialog token={token} onClose={() => setAsking(false)} onDeleted={onDeleted} />}
    </>
  );
}
