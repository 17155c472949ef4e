import { XIcon } from '@primer/octicons-react';
import { Button, IconButton } from '@primer/react';
import { type ReactNode, useEffect, useRef } from 'react';
import { t } from '../i18n/t.ts';
import styles from './result-banner.module.css';

type Props = {
  title: string;
  failed: boolean;
  failures: readonly { message: string }[];
  /** More about it: a progress. */
  children?: ReactNode;
  /** Without it a failure offers no second look. */
  onRefresh?: () => void;
  onDismiss: () => void;
};

/** What became of an act on many: in one sentence, and each different reason for which it failed. It takes the focus, since what was acted on is gone. */
export function ResultBanner({ title, failed, failures, children, onRefresh, onDismiss }: Props) {
  const banner = useRef<HTMLElement>(null);
  useEffect(() => banner.current?.focus(), []);
  return (
    <section
      ref={banner}
      tabIndex={-1}
      className={styles.banner}
      data-failed={failed || undefined}
      aria-label={t('result.label')}
    >
      <div className={styles.words}>
        <strong>{title}</strong>
        {[...timesOf(failures)].map(([message, count]) => (
          <div key={message}>{t('result.times', { count, message })}</div>
        ))}
        {children}
      </div>
      {failed && onRefresh && (
        <Button size="small" onClick={onRefresh}>
          {t('result.refresh')}
        </Button>
      )}
      <IconButton icon={XIcon} size="small" variant="invisible" aria-label={t('result.dismiss')} onClick={onDismiss} />
    </section>
  );
}

function timesOf(failures: readonly { message: string }[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { message } of failures) times.set(message, (times.get(message) ?? 0) + 1);
  return times;
}
