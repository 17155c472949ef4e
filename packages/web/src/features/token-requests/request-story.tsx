import { Button, Heading } from '@primer/react';
import { Link } from 'react-router';
import { formatDay } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { Moment } from '../../ui/moment.tsx';
import { StepText } from './step-text.tsx';
import type { StoryStep } from './story-of-token.ts';
import { type TokenHere, useTokenStory } from './use-token-story.ts';
import styles from './request-story.module.css';

type Props = TokenHere & { request: { databaseId: number }; requestsPath: string };

/** What happened to the token in the organization, before this request and after it. (RQ-9) */
export function RequestStory({ request, requestsPath, ...token }: Props) {
  const { steps, error, refetch } = useTokenStory(token);
  return (
    <section className={styles.story} aria-labelledby="request-story-title">
      <Heading as="h2" variant="small" id="request-story-title">
        {t('tokenRequest.story')}
      </Heading>
      {!steps && error && (
        <div role="alert">
          <p>{t('tokenRequest.story.failed')}</p>
          <Button onClick={refetch}>{t('error.retry')}</Button>
        </div>
      )}
      {!steps && !error && <ListSkeleton rows={2} />}
      {steps && (
        <ol className={styles.steps} aria-label={t('tokenRequest.storyOf')}>
          {steps.map((step) => (
            <Step
              key={`${step.kind} ${step.at} ${step.request?.databaseId}`}
              step={step}
              current={request.databaseId}
              requestsPath={requestsPath}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

type StepProps = { step: StoryStep; current: number; requestsPath: string };

function Step({ step, current, requestsPath }: StepProps) {
  const { kind, at, reason, request } = step;
  return (
    <li className={styles.step} data-kind={kind}>
      <div>
        <StepText step={step} />
        <span className={styles.when}>
          <Moment at={at} />
          {request && (
            <span>
              {request.databaseId === current ? (
                t('tokenRequest.story.this')
              ) : (
                <Link to={`${requestsPath}/${request.databaseId}`}>
                  {t('tokenRequest.story.other', { date: formatDay(request.createdAt) })}
                </Link>
              )}
            </span>
          )}
        </span>
      </div>
      {reason && <blockquote className={styles.quote}>{reason}</blockquote>}
    </li>
  );
}
