import { FormControl, Radio, RadioGroup } from '@primer/react';
import { t } from '../../i18n/t.ts';
import { FIELD_IDS } from './field-ids.ts';
import { RepositoryPicker } from './repository-picker.tsx';
import type { Selection } from './token-draft.ts';
import type { DraftForm } from './use-token-draft.ts';
import styles from './token-form.module.css';

const SELECTIONS: readonly Selection[] = ['NONE', 'ALL', 'SUBSET'];

/** Which repositories: the public ones, all of the owner, or chosen ones. */
export function RepositoryAccess({ form }: { form: DraftForm }) {
  const { draft, owner, problems, change } = form;
  return (
    <div id={FIELD_IDS.repositories} tabIndex={-1} className={styles.stack}>
      <RadioGroup
        name="repository-selection"
        onChange={(value) =>
          change({ repositorySelection: SELECTIONS.find((known) => known === value) ?? 'NONE' }, 'repositories')
        }
      >
        <RadioGroup.Label visuallyHidden>{t('tokens.form.repositoryAccess')}</RadioGroup.Label>
        {SELECTIONS.map((selection) => (
          <FormControl key={selection}>
            <Radio value={selection} checked={draft.repositorySelection === selection} />
            <FormControl.Label>{t(`tokens.selection.${selection}`)}</FormControl.Label>
            <FormControl.Caption>{t(`tokens.selection.${selection}About`)}</FormControl.Caption>
          </FormControl>
        ))}
        {problems.texts.repositories && (
          <RadioGroup.Validation variant="error">{problems.texts.repositories}</RadioGroup.Validation>
        )}
      </RadioGroup>
      {draft.repositorySelection === 'SUBSET' && (
        <RepositoryPicker
          owner={owner.login}
          chosen={draft.repositories}
          onChange={(repositories) => change({ repositories }, 'repositories')}
        />
      )}
    </div>
  );
}
