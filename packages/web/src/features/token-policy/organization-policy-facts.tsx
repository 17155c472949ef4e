import { Heading } from '@primer/react';
import { t } from '../../i18n/t.ts';
import { Facts } from '../../ui/facts.tsx';
import { toDays } from './days.ts';
import type { OrganizationDraft, OrganizationTerms } from './organization-policy.ts';
import { fieldText, valueText } from './policy-texts.ts';
import styles from './token-policy.module.css';

const PARTS = [
  { title: 'tokenPolicy.tab.fine-grained', fields: ['fineGrainedAccess', 'approval', 'fineGrainedMaxDays'] },
  { title: 'tokenPolicy.tab.classic', fields: ['classicAccess', 'classicMaxDays'] },
] as const;

/** What holds for tokens, for members to read. */
export const OrganizationPolicyFacts = ({ terms }: { terms: OrganizationTerms }) => (
  <div className={styles.form}>
    {PARTS.map(({ title, fields }) => (
      <section key={title} className={styles.group} aria-label={t(title)}>
        <Heading as="h2" variant="small">
          {t(title)}
        </Heading>
        <Facts facts={fields.map((field) => ({ term: fieldText(field), text: policyText(field, terms) }))} />
      </section>
    ))}
  </div>
);

/** "Restricted, set by Acme": what holds, and who fixed it where it was not the organization. */
function policyText(field: keyof OrganizationDraft, terms: OrganizationTerms): string {
  const text = textOf(field, terms.draft);
  const isAbove =
    field === 'fineGrainedMaxDays' || field === 'classicMaxDays'
      ? terms.limits[field] !== null && terms.limits[field] === toDays(terms.draft[field])
      : terms.locked.includes(field);
  return isAbove ? t('tokenPolicy.setBy', { value: text, enterprise: terms.enterprise }) : text;
}

/** What a draft says of a field, in words. */
export const textOf = (field: keyof OrganizationDraft, draft: OrganizationDraft): string =>
  field === 'fineGrainedMaxDays' || field === 'classicMaxDays'
    ? valueText(field, toDays(draft[field]))
    : valueText(field, draft[field]);
