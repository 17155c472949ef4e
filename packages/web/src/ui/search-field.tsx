import { SearchIcon } from '@primer/octicons-react';
import { TextInput } from '@primer/react';
import { useEffect, useRef, useState } from 'react';

const PAUSE = 300;

type Props = { label: string; value: string; onChange: (text: string) => void };

/** Searches as one types, once the typing pauses; at once with Enter. */
export function SearchField({ label, value, onChange }: Props) {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // The pause is long enough for another filter to change meanwhile: what is called is the newest.
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  }, [onChange]);
  // A value that did not come from here (cleared filters, the back button) replaces what is typed.
  useEffect(() => {
    if (value !== sent.current) setTyped(value);
    sent.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const send = (text: string) => {
    clearTimeout(timer.current);
    if (text === sent.current) return;
    sent.current = text;
    latest.current(text);
  };
  return (
    <TextInput
      block
      type="search"
      leadingVisual={SearchIcon}
      aria-label={label}
      placeholder={label}
      maxLength={200}
      value={typed}
      onChange={({ target }) => {
        setTyped(target.value);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => send(target.value.trim()), PAUSE);
      }}
      onKeyDown={({ key }) => key === 'Enter' && send(typed.trim())}
    />
  );
}
