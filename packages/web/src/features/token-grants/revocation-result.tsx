import { t } from '../../i18n/t.ts';
import { ResultBanner } from '../../ui/result-banner.tsx';
import type { RevocationOutcome } from './use-revoke-token-grants.ts';

type Props = { outcome: RevocationOutcome; onRefresh: () => void; onDismiss: () => void };

/** What became of a revocation: how many, and why not all. */
export const RevocationResult = ({ outcome, onRefresh, onDismiss }: Props) => (
  <ResultBanner
    title={outcomeText(outcome)}
    failures={outcome.failures}
    failed={outcome.failureCount > 0}
    onRefresh={onRefresh}
    onDismiss={onDismiss}
  />
);

/** "11 revoked. 1 could not be revoked." */
export function outcomeText({ revokedCount, failureCount }: RevocationOutcome): string {
  const done = t('tokenGrants.revoked', { count: revokedCount });
  return failureCount > 0 ? `${done} ${t('tokenGrants.failed', { count: failureCount })}` : done;
}
