import type { MessageKey } from '../../i18n/t.ts';
import { t } from '../../i18n/t.ts';

const NAMES = {
  fineGrainedAccess: 'tokenPolicy.field.fineGrainedAccess',
  approval: 'tokenPolicy.field.approval',
  fineGrainedMaxDays: 'tokenPolicy.field.fineGrainedMaxDays',
  classicAccess: 'tokenPolicy.field.classicAccess',
  classicMaxDays: 'tokenPolicy.field.classicMaxDays',
  exemptAdministrators: 'tokenPolicy.field.exemptAdministrators',
  optedIn: 'tokenPolicy.field.optedIn',
} as const satisfies Record<string, MessageKey>;

const ACCESS = {
  ALLOWED: 'tokenPolicy.value.allowed',
  RESTRICTED: 'tokenPolicy.value.restricted',
  ENABLED: 'tokenPolicy.value.allowed',
  DISABLED: 'tokenPolicy.value.restricted',
  NO_POLICY: 'tokenPolicy.value.noPolicy',
} as const satisfies Record<string, MessageKey>;

const APPROVAL = {
  REQUIRED: 'tokenPolicy.value.required',
  NOT_REQUIRED: 'tokenPolicy.value.notRequired',
  ENABLED: 'tokenPolicy.value.required',
  DISABLED: 'tokenPolicy.value.notRequired',
  NO_POLICY: 'tokenPolicy.value.noPolicy',
} as const satisfies Record<string, MessageKey>;

const has = <Names extends object>(names: Names, name: unknown): name is keyof Names & string =>
  typeof name === 'string' && name in names;

/** A part of a policy in words: "Access of classic tokens". */
export const fieldText = (field: string): string => (has(NAMES, field) ? t(NAMES[field]) : field);

/** What a part of a policy says, in words: "Restricted", "90 days", "No limit". */
export function valueText(field: string, value: unknown): string {
  if (value === null || value === undefined) return t('tokenPolicy.value.none');
  if (typeof value === 'boolean') return t(value ? 'tokenPolicy.value.yes' : 'tokenPolicy.value.no');
  if (typeof value === 'number') return t('tokenPolicy.days', { count: value });
  const names = field === 'approval' ? APPROVAL : ACCESS;
  return has(names, value) ? t(names[value]) : JSON.stringify(value);
}
