import type { ReactNode } from 'react';
import { SelectAllMatching } from './select-all-matching.tsx';
import { SelectableList } from './selectable-list.tsx';
import type { Selection } from './use-selection.ts';
import styles from './review-list.module.css';

/** What a page gives to the list on it. */
export type ReviewListing = {
  /** Names what is listed; another list begins with nothing selected. */
  listKey: string;
  busy: boolean;
  /** The rows are still those of the filter before: what is shown is not what the filter says. */
  isStale: boolean;
  filters: ReactNode;
  /** Given when something is filtered: the way back to everything. */
  clearFilters: ReactNode | null;
  empty: ReactNode;
  refresh: () => void;
};

type Props = Pick<ReviewListing, 'busy' | 'isStale' | 'filters' | 'clearFilters' | 'empty'> & {
  label: string;
  selection: Selection;
  totalCount: number;
  words: { count: string; pageSelected: string; selectAll: string; allSelected: string };
  /** What can be done with what is selected. */
  actions: ReactNode;
  rows: readonly ReactNode[];
};

/** Rows of an organization to select from and act on: those that wait for a decision, and those that are active. */
export function ReviewList({
  label,
  selection,
  totalCount,
  words,
  actions,
  rows,
  busy,
  isStale,
  filters,
  clearFilters,
  empty,
}: Props) {
  const isMore = selection.isWholePage && !isStale && totalCount > selection.selectable;
  return (
    <>
      {(rows.length > 0 || clearFilters) && (
        <SelectableList
          label={label}
          selection={selection}
          busy={busy}
          filters={filters}
          selectAll={isMore && <SelectAllMatching selection={selection} {...words} />}
          summary={
            <span className={styles.summary}>
              {selection.count > 0 ? (
                actions
              ) : (
                <>
                  {words.count}
                  {clearFilters}
                </>
              )}
            </span>
          }
        >
          {rows}
        </SelectableList>
      )}
      {rows.length === 0 && empty}
    </>
  );
}
