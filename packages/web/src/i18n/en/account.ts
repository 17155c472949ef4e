export const account = {
  'account.title': 'Your organizations',
  'account.organizations.settings': 'Settings',
  'account.organizations.settingsOf': 'Settings of {login}',
  'account.organizations.empty': 'You are not a member of any organization',
  'account.organizations.emptyAbout': 'An organization appears here as soon as one of its owners adds you.',
  'account.role.OWNER': 'Owner',
  'account.role.MEMBER': 'Member',
} as const;
