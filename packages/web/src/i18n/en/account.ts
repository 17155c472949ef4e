export const account = {
  'account.title': 'Your organizations',
  'account.enterprises.title': 'Your enterprises',
  'account.settings': 'Settings',
  'account.settingsOf': 'Settings of {name}',
  'account.organizations.empty': 'You are not a member of any organization',
  'account.organizations.emptyAbout': 'An organization appears here as soon as one of its owners adds you.',
  'account.role.OWNER': 'Owner',
  'account.role.MEMBER': 'Member',
} as const;
