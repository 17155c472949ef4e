import { TriangleDownIcon } from '@primer/octicons-react';
import { Button } from '@primer/react';
import { lazy, Suspense, useRef, useState } from 'react';
import type { FilterOption } from './filter-panel.tsx';

const FilterPanel = lazy(async () => ({ default: (await import('./filter-panel.tsx')).FilterPanel }));

type Props = {
  label: string;
  title: string;
  selected: readonly string[];
  onChange: (selected: string[]) => void;
  options: readonly FilterOption[];
  loading?: boolean;
  /** Called with what is typed, for options that the server searches; '' when the panel opens. */
  onSearch?: (text: string) => void;
};

/** A button that opens a list to choose from. The list's code is loaded on the first click. */
export function FilterButton({ label, title, selected, ...panel }: Props) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);
  const show = () => {
    panel.onSearch?.('');
    setOpen(!open);
    setWasOpened(true);
  };
  return (
    <>
      <Button
        ref={anchor}
        variant="invisible"
        trailingAction={TriangleDownIcon}
        count={selected.length || undefined}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={show}
      >
        {label}
      </Button>
      {wasOpened && (
        <Suspense>
          <FilterPanel
            anchor={anchor}
            title={title}
            selected={selected}
            open={open}
            onClose={() => setOpen(false)}
            {...panel}
          />
        </Suspense>
      )}
    </>
  );
}
