export const organizationSettings = {
  'organizationSettings.title': 'Organization settings',
} as const;
