import type { PermissionMap } from '@countersign/schema';
import type { Actor } from '../../access/viewer.ts';
import { invalid } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import type { AppInstallation } from './app-installation.entity.ts';
import { problemWithAppPermissions } from './app-permissions.rules.ts';
import type { App } from './app.entity.ts';
import { insertInstallation } from './app.store.ts';

export type InstallAppInput = { app: App; organizationId: number; permissions: PermissionMap };

/** Lets an App into an organization with permissions, those that only Apps can hold among them. INVALID when it is in already. (AP-1) */
export async function installApp(
  tx: Tx,
  { app, organizationId, permissions }: InstallAppInput,
  { actor, now }: { actor: Actor; now: Date },
): Promise<AppInstallation> {
  const problem = problemWithAppPermissions(permissions);
  if (problem) throw invalid({ permissions: problem });
  const row = { appId: app.id, organizationId, repositorySelection: 'ALL' as const, createdAt: now, suspendedAt: null };
  const installation = await insertInstallation(tx, row, permissions);
  if (!installation) throw invalid({ app: `${app.name} is installed there already.` });
  await recordAudit(tx, actor, now, [
    {
      log: { organizationId },
      action: 'integration_installation.create',
      subject: { type: 'app', id: app.id, name: app.slug },
      details: { installation_id: installation.id, permissions },
    },
  ]);
  return installation;
}
