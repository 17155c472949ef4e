import { LIMITS } from '@countersign/schema';
import { FormControl, Textarea } from '@primer/react';
import { formatList } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { FIELD_IDS } from './field-ids.ts';
import type { DraftForm } from './use-token-draft.ts';

type Props = { form: DraftForm; deciders: readonly string[] };

/** Asked for only where somebody has to approve; says who that is. (TK-5, RQ-10) */
export function ReasonField({ form: { draft, owner, problems, change }, deciders }: Props) {
  return (
    <FormControl id={FIELD_IDS.reason}>
      <FormControl.Label>{t('tokens.form.reason')}</FormControl.Label>
      <Textarea
        block
        rows={3}
        resize="vertical"
        value={draft.reason}
        characterLimit={LIMITS.reason}
        validationStatus={problems.reason ? 'error' : undefined}
        onChange={(event) => change({ reason: event.target.value }, 'reason')}
      />
      <FormControl.Caption>
        {t('tokens.form.reasonCaption', { owner: owner.login, deciders: formatList(deciders) })}
      </FormControl.Caption>
      {problems.reason && <FormControl.Validation variant="error">{problems.reason}</FormControl.Validation>}
    </FormControl>
  );
}
