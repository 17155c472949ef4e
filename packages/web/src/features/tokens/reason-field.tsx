import { LIMITS } from '@countersign/schema';
import { FormControl, Textarea } from '@primer/react';
import { t } from '../../i18n/t.ts';
import { FIELD_IDS } from './field-ids.ts';
import type { DraftForm } from './use-token-draft.ts';

/** Asked for only where somebody has to approve. (TK-5) */
export function ReasonField({ form: { draft, owner, problems, change } }: { form: DraftForm }) {
  return (
    <FormControl id={FIELD_IDS.reason}>
      <FormControl.Label>{t('tokens.form.reason')}</FormControl.Label>
      <Textarea
        block
        rows={3}
        resize="vertical"
        value={draft.reason}
        characterLimit={LIMITS.reason}
        validationStatus={problems.texts.reason ? 'error' : undefined}
        onChange={(event) => change({ reason: event.target.value }, 'reason')}
      />
      <FormControl.Caption>{t('tokens.form.reasonCaption', { owner: owner.login })}</FormControl.Caption>
      {problems.texts.reason && (
        <FormControl.Validation variant="error">{problems.texts.reason}</FormControl.Validation>
      )}
    </FormControl>
  );
}
