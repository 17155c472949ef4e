import { t } from '../../i18n/t.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { type RevocationOutcome, type Target, useRevokeTokenGrants } from './use-revoke-token-grants.ts';

const NAMES_SHOWN = 5;

type Props = {
  organization: string;
  target: Target;
  /** As the title says it. */
  count: number | string;
  names: readonly string[];
  onRevoked: (outcome: RevocationOutcome) => void;
  onCancel: () => void;
};

/** Asks once more, and for a reason, before access ends. */
export function RevokeDialog({ organization, target, count, names, onRevoked, onCancel }: Props) {
  const { revoke, working, error } = useRevokeTokenGrants(organization);
  const more = names.length - NAMES_SHOWN;
  const confirm = async (reason: string | null) => {
    const outcome = await revoke(target, reason);
    if (outcome) onRevoked(outcome);
  };
  return (
    <ReasonDialog
      title={t('tokenGrants.revokeTitle', { count })}
      confirm={t('tokenGrants.revoke')}
      danger
      reasonCaption={t('tokenGrants.reasonCaption')}
      working={working}
      error={error}
      onConfirm={(reason) => void confirm(reason)}
      onCancel={onCancel}
    >
      <p>{t('tokenGrants.revokeAbout')}</p>
      {'asOf' in target ? (
        <p>{t('tokenGrants.allThatMatched')}</p>
      ) : (
        <ul>
          {names.slice(0, NAMES_SHOWN).map((name) => (
            <li key={name}>{name}</li>
          ))}
          {more > 0 && <li>{t('list.andMore', { count: more })}</li>}
        </ul>
      )}
    </ReasonDialog>
  );
}
