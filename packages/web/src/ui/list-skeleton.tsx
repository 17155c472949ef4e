import { SkeletonBox, VisuallyHidden } from '@primer/react';
import { t } from '../i18n/t.ts';
import styles from './list-skeleton.module.css';

/** Where a list will be: a few grey rows, so that nothing jumps when it comes. */
export function ListSkeleton({ rows = 5 }: { rows?: number }) {
  return (
    <div className={styles.list} aria-busy>
      <output>
        <VisuallyHidden>{t('page.loading')}</VisuallyHidden>
      </output>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.row} aria-hidden>
          <SkeletonBox height="16px" width="40%" />
          <SkeletonBox height="12px" width="70%" />
        </div>
      ))}
    </div>
  );
}
