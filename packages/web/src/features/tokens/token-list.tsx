import { KeyIcon } from '@primer/octicons-react';
import { Button } from '@primer/react';
import type { ReactElement } from 'react';
import { t } from '../../i18n/t.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { NewSecretBox } from './new-secret-box.tsx';
import { useSecretInHand } from './tokens-section.tsx';
import styles from './token-list.module.css';

type Props = {
  label: string;
  empty: { title: string; about: string };
  /** Null as long as they are not known. */
  rows: readonly ReactElement[] | null;
  error: unknown;
  onRetry: () => void;
  /** Null where these are all. */
  onMore: (() => void) | null;
  loadingMore: boolean;
};

/** My tokens of one kind, below the secret of the one just made. */
export function TokenList({ label, empty, rows, error, onRetry, onMore, loadingMore }: Props) {
  const { newSecret } = useSecretInHand();
  return (
    <>
      {newSecret && <NewSecretBox newSecret={newSecret} />}
      {!rows && (error ? <ErrorState error={error} onRetry={onRetry} /> : <ListSkeleton />)}
      {rows?.length === 0 && <EmptyState icon={<KeyIcon size={24} />} title={empty.title} description={empty.about} />}
      {rows && rows.length > 0 && (
        <ul className={styles.list} aria-label={label}>
          {rows}
        </ul>
      )}
      {onMore && (
        <Button block className={styles.more} loading={loadingMore} onClick={onMore}>
          {t('tokens.list.more')}
        </Button>
      )}
    </>
  );
}
