import { ChevronLeftIcon, ChevronRightIcon } from '@primer/octicons-react';
import { Button } from '@primer/react';
import { t } from '../i18n/t.ts';
import styles from './pager.module.css';

type Props = {
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor?: string | null; endCursor?: string | null };
  onTurn: (page: { after: string | null } | { before: string | null }) => void;
};

/** Back and forth through a list by its cursors; nothing when it all fits on one page. */
export function Pager({
  pageInfo: { hasNextPage, hasPreviousPage, startCursor = null, endCursor = null },
  onTurn,
}: Props) {
  if (!hasNextPage && !hasPreviousPage) return null;
  return (
    <nav className={styles.pager} aria-label={t('pager.label')}>
      <Button
        variant="invisible"
        leadingVisual={ChevronLeftIcon}
        disabled={!hasPreviousPage}
        onClick={() => onTurn({ before: startCursor })}
      >
        {t('pager.previous')}
      </Button>
      <Button
        variant="invisible"
        trailingVisual={ChevronRightIcon}
        disabled={!hasNextPage}
        onClick={() => onTurn({ after: endCursor })}
      >
        {t('pager.next')}
      </Button>
    </nav>
  );
}
