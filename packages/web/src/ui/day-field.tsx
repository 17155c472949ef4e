import { FormControl, TextInput } from '@primer/react';
import { useState } from 'react';

type Props = { label: string; value: string; min?: string; max?: string; onChange: (day: string) => void };

const WHOLE = /^[1-9]\d{3}-/;

/** A day, "2026-11-21" or ''. One that is typed is told when its year is whole: on the way there it passes through those of the Romans. */
export function DayField({ label, value, min, max, onChange }: Props) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  // A value that did not come from here (the back button) replaces what is typed.
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  return (
    <FormControl>
      <FormControl.Label>{label}</FormControl.Label>
      <TextInput
        type="date"
        size="small"
        value={typed}
        min={min || undefined}
        max={max || undefined}
        onChange={({ target: { value: day } }) => {
          setTyped(day);
          if (day !== value && (day === '' || WHOLE.test(day))) onChange(day);
        }}
      />
    </FormControl>
  );
}
