export const tokenRequests = {
  'tokenRequests.title': 'Pending requests',
} as const;
