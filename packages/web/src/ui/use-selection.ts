import { useState } from 'react';

/** What is selected: some rows of the page, or everything that matched when the list was read. */
export type Selected = { kind: 'ROWS'; ids: readonly string[] } | { kind: 'ALL' };

export type Selection = ReturnType<typeof useSelection>;

/** Which rows are selected. `list` names the list: another filter, order or page starts with nothing selected. */
export function useSelection(list: string, ids: readonly string[], total: number) {
  const [state, setState] = useState<{ list: string; selected: Selected }>({ list, selected: NOTHING });
  const selected = state.list === list ? state.selected : NOTHING;
  const choose = (next: Selected) => setState({ list, selected: next });

  const isAll = selected.kind === 'ALL';
  // Rows that left the list, or were decided meanwhile, are no longer meant.
  const rows = isAll ? ids : ids.filter((id) => selected.ids.includes(id));
  const isWholePage = ids.length > 0 && rows.length === ids.length;
  return {
    selected: isAll ? selected : ({ kind: 'ROWS', ids: rows } satisfies Selected),
    count: isAll ? total : rows.length,
    selectable: ids.length,
    isAll,
    isWholePage,
    has: (id: string) => rows.includes(id),
    toggle: (id: string) =>
      choose({ kind: 'ROWS', ids: rows.includes(id) ? rows.filter((one) => one !== id) : [...rows, id] }),
    togglePage: () => choose(isWholePage ? NOTHING : { kind: 'ROWS', ids }),
    selectAll: () => choose({ kind: 'ALL' }),
    clear: () => choose(NOTHING),
  };
}

const NOTHING: Selected = { kind: 'ROWS', ids: [] };
