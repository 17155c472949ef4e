import { t } from '../../i18n/t.ts';
import { AccessField, ApprovalField, MaxDaysField } from './organization-policy-fields.tsx';
import type { OrganizationDraft, OrganizationTerms } from './organization-policy.ts';
import { PolicyFormFrame } from './policy-form-frame.tsx';
import type { TokenKindTab } from './policy-tabs.tsx';
import type { PolicyForm } from './use-policy-form.ts';

const FIELDS = {
  'fine-grained': ['fineGrainedAccess', 'approval', 'fineGrainedMaxDays'],
  classic: ['classicAccess', 'classicMaxDays'],
} as const satisfies Record<TokenKindTab, (keyof OrganizationDraft)[]>;

type Props = { tab: TokenKindTab; form: PolicyForm<OrganizationTerms> };

/** What an organization demands of tokens of one kind. (PO-1) */
export function OrganizationPolicyForm({ tab, form }: Props) {
  const { terms, draft, problems, edit, edition } = form;
  const of = <Field extends keyof OrganizationDraft>(field: Field) => ({
    field,
    terms,
    value: draft[field],
    problem: problems[field],
    onChange: edit,
  });
  return (
    <PolicyFormFrame label={t(`tokenPolicy.tab.${tab}`)} form={form} fields={FIELDS[tab]}>
      {tab === 'fine-grained' ? (
        <>
          <AccessField {...of('fineGrainedAccess')} />
          <ApprovalField {...of('approval')} />
          <MaxDaysField key={edition} {...of('fineGrainedMaxDays')} />
        </>
      ) : (
        <>
          <AccessField {...of('classicAccess')} />
          <MaxDaysField key={edition} {...of('classicMaxDays')} />
        </>
      )}
    </PolicyFormFrame>
  );
}
