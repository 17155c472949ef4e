import { t } from '../../i18n/t.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import {
  type Decision,
  type DecisionOutcome,
  type Target,
  useDecideTokenRequests,
} from './use-decide-token-requests.ts';
import styles from './token-requests-page.module.css';

const NAMES_SHOWN = 5;

type Props = {
  organization: string;
  decision: Decision;
  target: Target;
  /** As the title says it. */
  count: number | string;
  /** The tokens' names, where they are known. */
  names: readonly string[];
  onDecided: (outcome: DecisionOutcome) => void;
  onCancel: () => void;
};

/** Asks once more, and for a reason, before requests are decided. */
export function DecisionDialog({ organization, decision, target, count, names, onDecided, onCancel }: Props) {
  const { decide, working, error } = useDecideTokenRequests(organization);
  const approves = decision === 'APPROVED';
  const more = names.length - NAMES_SHOWN;
  const confirm = async (reason: string | null) => {
    const outcome = await decide(decision, target, reason);
    if (outcome) onDecided(outcome);
  };
  return (
    <ReasonDialog
      title={t(approves ? 'tokenRequests.approveTitle' : 'tokenRequests.denyTitle', { count })}
      confirm={t(approves ? 'tokenRequests.approve' : 'tokenRequests.deny')}
      danger={!approves}
      reasonCaption={t(approves ? 'tokenRequests.approveReason' : 'tokenRequests.denyReason')}
      working={working}
      error={error}
      onConfirm={(reason) => void confirm(reason)}
      onCancel={onCancel}
    >
      <p className={styles.about}>{t(approves ? 'tokenRequests.approveAbout' : 'tokenRequests.denyAbout')}</p>
      {'asOf' in target ? (
        <p className={styles.about}>{t('tokenRequests.allThatMatched')}</p>
      ) : (
        <ul className={styles.names}>
          {names.slice(0, NAMES_SHOWN).map((name) => (
            <li key={name}>{name}</li>
          ))}
          {more > 0 && <li>{t('list.andMore', { count: more })}</li>}
        </ul>
      )}
    </ReasonDialog>
  );
}
