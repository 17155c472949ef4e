export const tokenFilters = {
  'tokenFilters.owner': 'Owner',
  'tokenFilters.ownerTitle': 'Filter by token owner',
  'tokenFilters.repository': 'Repository',
  'tokenFilters.repositoryTitle': 'Filter by repository',
  'tokenFilters.permissions': 'Permissions',
  'tokenFilters.permissionsTitle': 'Filter by permission',
  'tokenFilters.permission': '{title}: {level}',
  'tokenFilters.sort': 'Sort',
  'tokenFilters.clear': 'Clear filters',
} as const;
