import { ActionList, ActionMenu } from '@primer/react';
import type { RefObject } from 'react';

export type MenuChoice<Id extends string = string> = { id: Id; text: string; danger?: boolean };

type Props = {
  anchor: RefObject<HTMLButtonElement | null>;
  label: string;
  choices: readonly MenuChoice[];
  selected?: string;
  onChoose: (id: string) => void;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** The menu itself, under the button that opened it. */
export const MenuOverlay = ({ anchor, label, choices, selected, onChoose, open, onOpenChange }: Props) => (
  <ActionMenu anchorRef={anchor} open={open} onOpenChange={onOpenChange}>
    <ActionMenu.Overlay aria-label={label}>
      <ActionList selectionVariant={selected === undefined ? undefined : 'single'}>
        {choices.map(({ id, text, danger }) => (
          <ActionList.Item
            key={id}
            variant={danger ? 'danger' : 'default'}
            selected={selected === undefined ? undefined : id === selected}
            onSelect={() => onChoose(id)}
          >
            {text}
          </ActionList.Item>
        ))}
      </ActionList>
    </ActionMenu.Overlay>
  </ActionMenu>
);
