import { account } from './en/account.ts';
import { auditLog } from './en/audit-log.ts';
import { classicTokens } from './en/classic-tokens.ts';
import { enterpriseSettings } from './en/enterprise-settings.ts';
import { organizationSettings } from './en/organization-settings.ts';
import { session } from './en/session.ts';
import { shared } from './en/shared.ts';
import { tokenFilters } from './en/token-filters.ts';
import { tokenGrants } from './en/token-grants.ts';
import { tokenPolicy } from './en/token-policy.ts';
import { tokenRequests } from './en/token-requests.ts';
import { tokens } from './en/tokens.ts';

/** Every text that people see, in English: one file for each feature, keys begin with its name. */
export const en = {
  ...shared,
  ...session,
  ...account,
  ...tokens,
  ...classicTokens,
  ...organizationSettings,
  ...enterpriseSettings,
  ...tokenFilters,
  ...tokenRequests,
  ...tokenGrants,
  ...tokenPolicy,
  ...auditLog,
} as const;
