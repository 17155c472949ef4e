import { Label } from '@primer/react';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { formatMoment } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { TextBlock } from './text-block.tsx';
import styles from './webhooks.module.css';

const AttemptDetails_attempt = graphql(`
  fragment AttemptDetails_attempt on WebhookAttempt {
    startedAt
    durationMs
    isRedelivery
    problem
    statusCode
    requestHeaders {
      name
      value
    }
    responseHeaders {
      name
      value
    }
    responseBody
  }
`);

type Props = {
  number: number;
  attempt: FragmentType<typeof AttemptDetails_attempt>;
  startsOpen: boolean;
};

const isTaken = (status: number) => status >= 200 && status < 300;

/** One try: when, how long, what was sent along and what came back, or why nothing did. */
export function AttemptDetails({ number, attempt: masked, startsOpen }: Props) {
  const attempt = readFragment(AttemptDetails_attempt, masked);
  const { statusCode, problem, responseBody, responseHeaders } = attempt;
  return (
    <details className={styles.attempt} open={startsOpen}>
      <summary>
        {t('webhooks.attempt.title', { number })}{' '}
        <Label variant={statusCode !== null && isTaken(statusCode) ? 'success' : 'danger'}>
          {statusCode ?? t('webhooks.attempt.noAnswer')}
        </Label>{' '}
        {attempt.isRedelivery && <Label variant="secondary">{t('webhooks.attempt.redelivery')}</Label>}{' '}
        <span className={styles.when}>
          {formatMoment(attempt.startedAt)} · {t('webhooks.attempt.duration', { milliseconds: attempt.durationMs })}
        </span>
      </summary>
      {problem && <p className={styles.problem}>{problem}</p>}
      <TextBlock title={t('webhooks.attempt.requestHeaders')} text={linesOf(attempt.requestHeaders)} />
      {responseHeaders && <TextBlock title={t('webhooks.attempt.responseHeaders')} text={linesOf(responseHeaders)} />}
      {responseBody !== null && (
        <TextBlock
          title={t('webhooks.attempt.responseBody')}
          text={responseBody === '' ? t('webhooks.attempt.emptyBody') : responseBody}
        />
      )}
    </details>
  );
}

const linesOf = (headers: readonly { name: string; value: string }[]): string =>
  headers.map(({ name, value }) => `${name}: ${value}`).join('\n');
