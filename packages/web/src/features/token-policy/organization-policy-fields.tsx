import { t } from '../../i18n/t.ts';
import { type Choice, ChoiceField } from './choice-field.tsx';
import { LifetimeField } from './lifetime-field.tsx';
import type { OrganizationDraft, OrganizationTerms } from './organization-policy.ts';

type AccessField = 'fineGrainedAccess' | 'classicAccess';
type Values = Pick<OrganizationDraft, AccessField | 'approval'>;

type Props<Field extends keyof OrganizationDraft> = {
  field: Field;
  terms: OrganizationTerms;
  value: OrganizationDraft[Field];
  onChange: (next: Partial<OrganizationDraft>) => void;
  problem?: string;
};

const lockOf = ({ locked, enterprise }: OrganizationTerms, field: keyof Values): string | undefined =>
  locked.includes(field) ? t('tokenPolicy.lockedBy', { enterprise }) : undefined;

const accessChoices = (field: AccessField) =>
  [
    { value: 'ALLOWED', label: t(`tokenPolicy.${field}.ALLOWED`), about: t(`tokenPolicy.${field}.ALLOWED.about`) },
    {
      value: 'RESTRICTED',
      label: t(`tokenPolicy.${field}.RESTRICTED`),
      about: t(`tokenPolicy.${field}.RESTRICTED.about`),
    },
  ] satisfies Choice<Values[AccessField]>[];

/** Whether tokens of a kind come in. (PO-4) */
export const AccessField = ({ field, terms, value, onChange, problem }: Props<AccessField>) => (
  <ChoiceField
    field={field}
    label={t(`tokenPolicy.field.${field}`)}
    choices={accessChoices(field)}
    value={value}
    onChoose={(next) => onChange({ [field]: next })}
    lock={lockOf(terms, field)}
    problem={problem}
  />
);

const approvalChoices = (): Choice<Values['approval']>[] => [
  { value: 'REQUIRED', label: t('tokenPolicy.approval.REQUIRED'), about: t('tokenPolicy.approval.REQUIRED.about') },
  {
    value: 'NOT_REQUIRED',
    label: t('tokenPolicy.approval.NOT_REQUIRED'),
    about: t('tokenPolicy.approval.NOT_REQUIRED.about'),
  },
];

/** Whether an owner looks at each token first. (PO-1) */
export const ApprovalField = ({ field, terms, value, onChange, problem }: Props<'approval'>) => (
  <ChoiceField
    field={field}
    label={t('tokenPolicy.field.approval')}
    choices={approvalChoices()}
    value={value}
    onChoose={(approval) => onChange({ approval })}
    lock={lockOf(terms, field)}
    problem={problem}
  />
);

/** How long tokens of a kind may live; under an enterprise's limit only shorter. (PO-2, PO-5) */
export function MaxDaysField({
  field,
  terms,
  value,
  onChange,
  problem,
}: Props<'fineGrainedMaxDays' | 'classicMaxDays'>) {
  const days = terms.limits[field];
  return (
    <LifetimeField
      field={field}
      label={t(`tokenPolicy.field.${field}`)}
      value={value}
      onChange={(next) => onChange({ [field]: next })}
      limit={days === null ? null : { days, enterprise: terms.enterprise }}
      none={t('tokenPolicy.value.none')}
      about={t(`tokenPolicy.${field}.about`)}
      problem={problem}
    />
  );
}
