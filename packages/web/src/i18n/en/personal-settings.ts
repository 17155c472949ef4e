export const personalSettings = {
  'personalSettings.navigation': 'Your settings',
  'personalSettings.yourAccount': 'Your personal account',
  'personalSettings.fineGrained': 'Fine-grained tokens',
  'personalSettings.classic': 'Tokens (classic)',
  'personalSettings.notifications': 'Notifications',
  'personalSettings.securityLog': 'Security log',
  'personalSettings.organizations': 'Organizations',
  'personalSettings.emails': 'E-mails',
  'personalSettings.password': 'Password',
  'personalSettings.applications': 'Authorized Apps',
} as const;
