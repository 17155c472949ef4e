import { TriangleDownIcon } from '@primer/octicons-react';
import { Button } from '@primer/react';
import { lazy, Suspense, useRef, useState } from 'react';
import type { MenuChoice } from './menu-overlay.tsx';

const MenuOverlay = lazy(async () => ({ default: (await import('./menu-overlay.tsx')).MenuOverlay }));

type Props<Id extends string> = {
  label: string;
  choices: readonly MenuChoice<Id>[];
  /** Given: one of the choices holds at a time, and this is it. */
  selected?: Id;
  onChoose: (id: Id) => void;
  variant?: 'invisible' | 'default';
};

/** A button with a menu whose code is loaded on the first click. */
export function LazyMenu<Id extends string>({ label, choices, selected, onChoose, variant = 'default' }: Props<Id>) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);
  const show = () => {
    setOpen(!open);
    setWasOpened(true);
  };
  const choose = (id: string) => {
    const choice = choices.find((one) => one.id === id);
    if (choice) onChoose(choice.id);
  };
  return (
    <>
      <Button
        ref={anchor}
        variant={variant}
        trailingAction={TriangleDownIcon}
        aria-haspopup="true"
        aria-expanded={open}
        onClick={show}
      >
        {label}
      </Button>
      {wasOpened && (
        <Suspense>
          <MenuOverlay
            anchor={anchor}
            label={label}
            choices={choices}
            selected={selected}
            onChoose={choose}
            open={open}
            onOpenChange={setOpen}
          />
        </Suspense>
      )}
    </>
  );
}
