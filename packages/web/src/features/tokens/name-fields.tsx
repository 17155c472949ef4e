import { LIMITS } from '@countersign/schema';
import { FormControl, Textarea, TextInput } from '@primer/react';
import { t } from '../../i18n/t.ts';
import { FIELD_IDS } from './field-ids.ts';
import type { DraftForm } from './use-token-draft.ts';

export function NameFields({ form: { draft, problems, change } }: { form: DraftForm }) {
  return (
    <>
      <FormControl id={FIELD_IDS.name} required>
        <FormControl.Label>{t('tokens.form.name')}</FormControl.Label>
        <TextInput
          block
          autoComplete="off"
          value={draft.name}
          characterLimit={LIMITS.tokenName}
          validationStatus={problems.name ? 'error' : undefined}
          onChange={(event) => change({ name: event.target.value }, 'name')}
        />
        <FormControl.Caption>{t('tokens.form.nameCaption')}</FormControl.Caption>
        {problems.name && <FormControl.Validation variant="error">{problems.name}</FormControl.Validation>}
      </FormControl>
      <FormControl id={FIELD_IDS.description}>
        <FormControl.Label>{t('tokens.form.description')}</FormControl.Label>
        <Textarea
          block
          rows={2}
          resize="vertical"
          value={draft.description}
          characterLimit={LIMITS.tokenDescription}
          validationStatus={problems.description ? 'error' : undefined}
          onChange={(event) => change({ description: event.target.value }, 'description')}
        />
        {problems.description && (
          <FormControl.Validation variant="error">{problems.description}</FormControl.Validation>
        )}
      </FormControl>
    </>
  );
}
