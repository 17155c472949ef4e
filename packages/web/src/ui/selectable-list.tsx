import { Checkbox } from '@primer/react';
import type { ReactNode } from 'react';
import { t } from '../i18n/t.ts';
import type { Selection } from './use-selection.ts';
import styles from './selectable-list.module.css';

type Props = {
  label: string;
  selection: Selection;
  /** What is said beside the box that selects the page: a count, or the menu for what is selected. */
  summary: ReactNode;
  filters: ReactNode;
  /** Asks whether all that match are meant, when all of the page is selected. */
  selectAll?: ReactNode;
  busy: boolean;
  children: ReactNode;
};

/** A list whose rows can be selected one by one or as a page, with its filters in the head. */
export function SelectableList({ label, selection, summary, filters, selectAll, busy, children }: Props) {
  return (
    <div className={styles.box} aria-busy={busy}>
      <div className={styles.head}>
        <div className={styles.summary}>
          <Checkbox
            aria-label={t('list.selectPage')}
            checked={selection.isWholePage}
            indeterminate={selection.count > 0 && !selection.isWholePage}
            disabled={selection.selectable === 0}
            onChange={selection.togglePage}
          />
          {summary}
        </div>
        {filters}
      </div>
      {selectAll && <div className={styles.selectAll}>{selectAll}</div>}
      <ul className={styles.rows} aria-label={label}>
        {children}
      </ul>
    </div>
  );
}

type RowProps = { name: string; selected: boolean; disabled: boolean; onToggle: () => void; children: ReactNode };

/** One row: a box to select it, named after it, and what it says. */
export const SelectableRow = ({ name, selected, disabled, onToggle, children }: RowProps) => (
  <li className={styles.row} data-selected={selected || undefined}>
    <Checkbox aria-label={t('list.selectRow', { name })} checked={selected} disabled={disabled} onChange={onToggle} />
    <div className={styles.content}>{children}</div>
  </li>
);
