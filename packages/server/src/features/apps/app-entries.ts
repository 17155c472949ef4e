import type { AuditLog, AuditRecord } from '../audit-log/record-audit.ts';
import type { AppInstallation } from './app-installation.entity.ts';
import type { App } from './app.entity.ts';

const subjectOf = ({ id, slug }: App) => ({ type: 'app', id, name: slug }) as const;

const logOf = ({ ownerUserId, ownerOrganizationId }: App): AuditLog =>
  ownerUserId === null ? { organizationId: ownerOrganizationId! } : { userId: ownerUserId };

/** What happens to an App stands in the log of whom it belongs to. */
export const entryOfApp = (app: App, action: AuditRecord['action'], details?: AuditRecord['details']): AuditRecord => ({
  log: logOf(app),
  action,
  subject: subjectOf(app),
  details,
});

/** What happens where it is installed stands in the log of that organization. */
export const entryOfInstallation = (
  app: App,
  { id, organizationId }: Pick<AppInstallation, 'id' | 'organizationId'>,
  action: AuditRecord['action'],
  details?: AuditRecord['details'],
): AuditRecord => ({
  log: { organizationId },
  action,
  subject: subjectOf(app),
  details: { installation_id: id, ...details },
});
