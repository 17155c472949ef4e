import { useState } from 'react';

type Counted = { failureCount: number; failures: readonly unknown[] };

/** What became of the last act on a list. With failures the rows stay as they are, so that each can be read at its row. */
export function useOutcome<Outcome extends Counted>(refresh: () => void) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  // Tells two equal outcomes apart, so that the second is shown and said anew.
  const [number, setNumber] = useState(0);
  return {
    outcome,
    number,
    show: (next: Outcome) => {
      setOutcome(next);
      setNumber((count) => count + 1);
      if (next.failureCount === 0) refresh();
    },
    refreshAll: () => {
      setOutcome((shown) => shown && { ...shown, failures: [] });
      refresh();
    },
    dismiss: () => setOutcome(null),
  };
}
