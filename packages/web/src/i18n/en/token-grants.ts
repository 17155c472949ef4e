export const tokenGrants = {
  'tokenGrants.title': 'Active tokens',
} as const;
