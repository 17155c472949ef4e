import { LIMITS } from '@countersign/schema';
import { FormControl, Textarea, TextInput } from '@primer/react';
import { t } from '../../i18n/t.ts';
import { FIELD_IDS } from './field-ids.ts';

type Words = { name: string; description: string };
type Props = {
  words: Words;
  /** Who sees the name, or what it is good for. */
  caption: string;
  problems: { name?: string; description?: string };
  onChange: (part: Partial<Words>, field: 'name' | 'description') => void;
};

/** What a token of either kind is called. */
export function NameFields({ words: { name, description }, caption, problems, onChange }: Props) {
  return (
    <>
      <FormControl id={FIELD_IDS.name} required>
        <FormControl.Label>{t('tokens.form.name')}</FormControl.Label>
        <TextInput
          block
          autoComplete="off"
          value={name}
          characterLimit={LIMITS.tokenName}
          validationStatus={problems.name ? 'error' : undefined}
          onChange={(event) => onChange({ name: event.target.value }, 'name')}
        />
        <FormControl.Caption>{caption}</FormControl.Caption>
        {problems.name && <FormControl.Validation variant="error">{problems.name}</FormControl.Validation>}
      </FormControl>
      <FormControl id={FIELD_IDS.description}>
        <FormControl.Label>{t('tokens.form.description')}</FormControl.Label>
        <Textarea
          block
          rows={2}
          resize="vertical"
          value={description}
          characterLimit={LIMITS.tokenDescription}
          validationStatus={problems.description ? 'error' : undefined}
          onChange={(event) => onChange({ description: event.target.value }, 'description')}
        />
        {problems.description && (
          <FormControl.Validation variant="error">{problems.description}</FormControl.Validation>
        )}
      </FormControl>
    </>
  );
}
