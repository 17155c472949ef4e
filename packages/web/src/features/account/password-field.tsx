import { FormControl, TextInput } from '@primer/react';

type Props = {
  label: string;
  name: string;
  value: string;
  problem?: string;
  caption?: string;
  autoComplete: 'current-password' | 'new-password';
  onChange: (value: string) => void;
};

/** A password that is typed unseen, with what is wrong with it. */
export const PasswordField = ({ label, problem, caption, onChange, ...input }: Props) => (
  <FormControl required>
    <FormControl.Label>{label}</FormControl.Label>
    <TextInput
      {...input}
      block
      type="password"
      validationStatus={problem ? 'error' : undefined}
      onChange={({ target }) => onChange(target.value)}
    />
    {caption && <FormControl.Caption>{caption}</FormControl.Caption>}
    {problem && <FormControl.Validation variant="error">{problem}</FormControl.Validation>}
  </FormControl>
);
