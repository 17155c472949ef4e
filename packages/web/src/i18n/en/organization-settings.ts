export const organizationSettings = {
  'organizationSettings.caption': 'Organization settings',
  'organizationSettings.navigation': 'Settings of the organization',
  'organizationSettings.tokens': 'Personal access tokens',
  'organizationSettings.policy': 'Settings',
  'organizationSettings.active': 'Active tokens',
  'organizationSettings.pending': 'Pending requests',
  'organizationSettings.pendingCount': '{count}',
  'organizationSettings.integrations': 'Integrations',
  'organizationSettings.apps': 'Apps',
  'organizationSettings.webhooks': 'Webhooks',
  'organizationSettings.archive': 'Archive',
  'organizationSettings.auditLog': 'Audit log',
} as const;
