import { ChevronLeftIcon, ChevronRightIcon } from '@primer/octicons-react';
import { Button } from '@primer/react';
import { t } from '../i18n/t.ts';
import styles from './pager.module.css';

type Props = {
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor?: string | null; endCursor?: string | null };
  onTurn: (page: { after: string | null } | { before: string | null }) => void;
};

/** Back and forth through a list by its cursors, each page from its top; nothing when it all fits on one page. */
export function Pager({
  pageInfo: { hasNextPage, hasPreviousPage, startCursor = null, endCursor = null },
  onTurn,
}: Props) {
  if (!hasNextPage && !hasPreviousPage) return null;
  const turn = (page: Parameters<typeof onTurn>[0]) => {
    onTurn(page);
    // The button stands at the end of the list, and there may be no further page to turn to with it.
    const content = document.querySelector<HTMLElement>('#content');
    content?.focus({ preventScroll: true });
    window.scrollTo(0, content?.offsetTop ?? 0);
  };
  return (
    <nav className={styles.pager} aria-label={t('pager.label')}>
      <Button
        variant="invisible"
        leadingVisual={ChevronLeftIcon}
        disabled={!hasPreviousPage}
        onClick={() => turn({ before: startCursor })}
      >
        {t('pager.previous')}
      </Button>
      <Button
        variant="invisible"
        trailingVisual={ChevronRightIcon}
        disabled={!hasNextPage}
        onClick={() => turn({ after: endCursor })}
      >
        {t('pager.next')}
      </Button>
    </nav>
  );
}
