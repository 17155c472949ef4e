export const auditLog = {
  'auditLog.title': 'Audit log',
  'auditLog.description': 'What happened in this organization, newest first.',
  'auditLog.list': 'Audit log entries',
  'auditLog.search': 'Search by person or subject',
  'auditLog.allActions': 'All actions',
  'auditLog.system': 'system',
  'auditLog.details': 'Details',
  'auditLog.credential': 'with {kind}',
  'auditLog.from': 'from {ip}',
  'auditLog.empty': 'Nothing has happened yet',
  'auditLog.emptyFiltered': 'No entry matches',
  'auditLog.emptyFilteredMore': 'Try another word or action.',
} as const;
