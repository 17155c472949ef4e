import { Link } from 'react-router';
import { t } from '../../i18n/t.ts';
import { StepText } from './step-text.tsx';
import { type TokenHere, useTokenStory } from './use-token-story.ts';
import styles from './request-details.module.css';

type Props = TokenHere & { request: { databaseId: number }; requestsPath: string };

/** How a request ended while somebody looked at it, and the way to the one that was asked after it. (RQ-9, RQ-12) */
export function EndedElsewhere({ request: { databaseId }, requestsPath, ...token }: Props) {
  const { steps, latestId, isSettled } = useTokenStory(token);
  if (!isSettled) return null;
  const end = steps?.findLast(({ request }) => request?.databaseId === databaseId);
  return (
    <div className={styles.news}>
      <div>
        <strong>{t('tokenRequest.endedElsewhere')}</strong>
        {end && (
          <div>
            <StepText step={end} />
          </div>
        )}
      </div>
      {latestId !== null && latestId > databaseId && (
        <Link to={`${requestsPath}/${latestId}`}>{t('tokenRequest.newer')}</Link>
      )}
    </div>
  );
}
