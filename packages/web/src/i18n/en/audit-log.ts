export const auditLog = {
  'auditLog.title': 'Audit log',
} as const;
