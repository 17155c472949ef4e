import { Checkbox, FormControl, Heading } from '@primer/react';
import type { EnterprisePolicySetting } from '../../gql/graphql.ts';
import { t } from '../../i18n/t.ts';
import { type Choice, ChoiceField } from './choice-field.tsx';
import type { EnterpriseDraft, EnterpriseTerms } from './enterprise-policy.ts';
import { LifetimeField } from './lifetime-field.tsx';
import { PolicyFormFrame } from './policy-form-frame.tsx';
import { fieldId, type PolicyForm } from './use-policy-form.ts';
import styles from './token-policy.module.css';

type Switch = 'fineGrainedAccess' | 'approval' | 'classicAccess';

const SETTINGS = ['NO_POLICY', 'ENABLED', 'DISABLED'] as const satisfies EnterprisePolicySetting[];
const choicesOf = (field: Switch): Choice<EnterprisePolicySetting>[] =>
  SETTINGS.map((value) => ({
    value,
    label: t(`tokenPolicy.enterprise.${field}.${value}`),
    about: value === 'NO_POLICY' ? t('tokenPolicy.enterprise.NO_POLICY.about') : undefined,
  }));

const FIELDS: (keyof EnterpriseDraft)[] = [
  'fineGrainedAccess',
  'approval',
  'fineGrainedMaxDays',
  'classicAccess',
  'classicMaxDays',
  'exemptAdministrators',
];

/** What an enterprise demands of tokens in its organizations, or leaves to them. (PO-2) */
export function EnterprisePolicyForm({ form }: { form: PolicyForm<EnterpriseTerms> }) {
  const { draft, problems, edit, edition } = form;
  const choice = (field: Switch) => (
    <ChoiceField
      field={field}
      label={t(`tokenPolicy.field.${field}`)}
      choices={choicesOf(field)}
      value={draft[field]}
      onChoose={(value) => edit({ [field]: value })}
      problem={problems[field]}
    />
  );
  const lifetime = (field: 'fineGrainedMaxDays' | 'classicMaxDays') => (
    <LifetimeField
      key={edition}
      field={field}
      label={t(`tokenPolicy.field.${field}`)}
      value={draft[field]}
      onChange={(value) => edit({ [field]: value })}
      none={t('tokenPolicy.enterprise.noLimit')}
      about={t('tokenPolicy.enterprise.lifetime.about')}
      problem={problems[field]}
    />
  );
  return (
    <PolicyFormFrame label={t('tokenPolicy.enterprise.form')} form={form} fields={FIELDS} showsOrganization>
      <section className={styles.group} aria-label={t('tokenPolicy.tab.fine-grained')}>
        <Heading as="h2" variant="small">
          {t('tokenPolicy.tab.fine-grained')}
        </Heading>
        {choice('fineGrainedAccess')}
        {choice('approval')}
        {lifetime('fineGrainedMaxDays')}
      </section>
      <section className={styles.group} aria-label={t('tokenPolicy.tab.classic')}>
        <Heading as="h2" variant="small">
          {t('tokenPolicy.tab.classic')}
        </Heading>
        {choice('classicAccess')}
        {lifetime('classicMaxDays')}
      </section>
      <div id={fieldId('exemptAdministrators')}>
        <FormControl>
          <Checkbox
            checked={draft.exemptAdministrators}
            onChange={({ target }) => edit({ exemptAdministrators: target.checked })}
          />
          <FormControl.Label>{t('tokenPolicy.field.exemptAdministrators')}</FormControl.Label>
          <FormControl.Caption>{t('tokenPolicy.enterprise.exemptAdministrators.about')}</FormControl.Caption>
          {problems['exemptAdministrators'] && (
            <FormControl.Validation variant="error">{problems['exemptAdministrators']}</FormControl.Validation>
          )}
        </FormControl>
      </div>
    </PolicyFormFrame>
  );
}
