import { AlertIcon } from '@primer/octicons-react';
import { Button } from '@primer/react';
import { describeError } from '../apollo/describe-error.ts';
import { t } from '../i18n/t.ts';
import { EmptyState } from './empty-state.tsx';
import { NotFoundState } from './not-found-state.tsx';
import styles from './empty-state.module.css';

type Props = { error: unknown; onRetry?: () => void };

/** What went wrong, with the id under which the server wrote it down, and another try. */
export function ErrorState({ error, onRetry }: Props) {
  const { code, message, requestId } = describeError(error);
  if (code === 'NOT_FOUND') return <NotFoundState />;
  return (
    <div role="alert">
      <EmptyState
        icon={<AlertIcon size={24} />}
        title={t(code === 'FORBIDDEN' ? 'error.forbidden' : 'error.title')}
        description={message}
        action={
          <div>
            {onRetry && code !== 'FORBIDDEN' && <Button onClick={onRetry}>{t('error.retry')}</Button>}
            {requestId && <p className={styles.request}>{t('error.requestId', { id: requestId })}</p>}
          </div>
        }
      />
    </div>
  );
}
