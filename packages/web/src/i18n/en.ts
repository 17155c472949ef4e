/** What people read in English, in one file for each feature whose name its keys begin with. Each is loaded with the pages that show it. */
export const en = {
  account: async () => (await import('./en/account.ts')).account,
  auditLog: async () => (await import('./en/audit-log.ts')).auditLog,
  classicTokens: async () => (await import('./en/classic-tokens.ts')).classicTokens,
  emails: async () => (await import('./en/emails.ts')).emails,
  enterpriseSettings: async () => (await import('./en/enterprise-settings.ts')).enterpriseSettings,
  notifications: async () => (await import('./en/notifications.ts')).notifications,
  organizationSettings: async () => (await import('./en/organization-settings.ts')).organizationSettings,
  passwordReset: async () => (await import('./en/password-reset.ts')).passwordReset,
  tokenFilters: async () => (await import('./en/token-filters.ts')).tokenFilters,
  tokenGrants: async () => (await import('./en/token-grants.ts')).tokenGrants,
  tokenPolicy: async () => (await import('./en/token-policy.ts')).tokenPolicy,
  tokenRequests: async () => (await import('./en/token-requests.ts')).tokenRequests,
  tokens: async () => (await import('./en/tokens.ts')).tokens,
} as const;
