export const enterpriseSettings = {
  'enterpriseSettings.caption': 'Enterprise settings',
  'enterpriseSettings.navigation': 'Settings of the enterprise',
  'enterpriseSettings.tokens': 'Personal access tokens',
  'enterpriseSettings.policy': 'Settings',
  'enterpriseSettings.archive': 'Archive',
  'enterpriseSettings.auditLog': 'Audit log',
} as const;
