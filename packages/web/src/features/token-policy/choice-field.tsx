import { LockIcon } from '@primer/octicons-react';
import { FormControl, Radio, RadioGroup } from '@primer/react';
import { fieldId } from './use-policy-form.ts';
import styles from './token-policy.module.css';

export type Choice<Value extends string> = { value: Value; label: string; about?: string };

type Props<Value extends string> = {
  field: string;
  label: string;
  choices: readonly Choice<Value>[];
  value: Value;
  onChoose: (value: Value) => void;
  /** Why it cannot be changed here. */
  lock?: string;
  problem?: string;
};

/** One of a few choices; locked with the reason where it is fixed above. (PO-2) */
export function ChoiceField<Value extends string>({
  field,
  label,
  choices,
  value,
  onChoose,
  lock,
  problem,
}: Props<Value>) {
  return (
    <div id={fieldId(field)}>
      <RadioGroup name={field} disabled={lock !== undefined}>
        <RadioGroup.Label>{label}</RadioGroup.Label>
        {lock && (
          <RadioGroup.Caption>
            <span className={styles.lock}>
              <LockIcon size={12} /> {lock}
            </span>
          </RadioGroup.Caption>
        )}
        {choices.map((choice) => (
          <FormControl key={choice.value} disabled={lock !== undefined}>
            <Radio
              value={choice.value}
              name={field}
              checked={choice.value === value}
              onChange={() => onChoose(choice.value)}
            />
            <FormControl.Label>{choice.label}</FormControl.Label>
            {choice.about && <FormControl.Caption>{choice.about}</FormControl.Caption>}
          </FormControl>
        ))}
        {problem && <RadioGroup.Validation variant="error">{problem}</RadioGroup.Validation>}
      </RadioGroup>
    </div>
  );
}
