import { useState } from 'react';
import { countFor } from '../i18n/format.ts';

/** What is selected: some rows of the page, or everything that matched when the list was read. */
export type Selected = { kind: 'ROWS'; ids: readonly string[] } | ({ kind: 'ALL' } & ListRead);

/** How many rows the list had when it was read, or that it had more, and when that was. */
type ListRead = { total: number; isExact: boolean; asOf: string };

export type Selection = ReturnType<typeof useSelection>;

/** Which rows are selected. `list` names the list: another filter, order or page starts with nothing selected. */
export function useSelection(list: string, ids: readonly string[], read: ListRead) {
  const [state, setState] = useState<{ list: string; selected: Selected }>({ list, selected: NOTHING });
  const selected = state.list === list ? state.selected : NOTHING;
  const choose = (next: Selected) => setState({ list, selected: next });

  const isAll = selected.kind === 'ALL';
  // Rows that left the list, or were decided meanwhile, are no longer meant.
  const rows = isAll ? ids : ids.filter((id) => selected.ids.includes(id));
  const isWholePage = ids.length > 0 && rows.length === ids.length;
  return {
    selected: isAll ? selected : ({ kind: 'ROWS', ids: rows } satisfies Selected),
    count: isAll ? selected.total : rows.length,
    /** The same, as a text says it. */
    amount: isAll ? countFor(selected.total, selected.isExact) : rows.length,
    /** Of all that matched: when that was. A list that is read again meanwhile does not move it. (RQ-12) */
    asOf: isAll ? selected.asOf : null,
    selectable: ids.length,
    isAll,
    isWholePage,
    has: (id: string) => rows.includes(id),
    toggle: (id: string) =>
      choose({ kind: 'ROWS', ids: rows.includes(id) ? rows.filter((one) => one !== id) : [...rows, id] }),
    togglePage: () => choose(isWholePage ? NOTHING : { kind: 'ROWS', ids }),
    selectAll: () => choose({ kind: 'ALL', ...read }),
    clear: () => choose(NOTHING),
  };
}

const NOTHING: Selected = { kind: 'ROWS', ids: [] };
