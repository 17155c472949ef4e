import type { Caller } from '../../access/caller.ts';
import type { Actor } from '../../access/viewer.ts';
import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { findOrganizationsById } from '../organizations/find-organization.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { deleteInstallationTokens } from '../tokens/end-installation-tokens.ts';
import type { AppCaller } from './app-caller.ts';
import { entryOfInstallation } from './app-entries.ts';
import { deleteInstallationRow } from './app-installation.store.ts';
import { lockInstallationOfApp } from './lock-installation-of-app.ts';
import { type HeldInstallation, lockOwnInstallation } from './lock-own-app.ts';

/** An owner sends an App away: its tokens there are dead at once. Letting it in again revives none. (AP-1) */
export async function uninstallApp(caller: Caller, id: number): Promise<Organization> {
  const organizationId = await caller.database.transaction(async (tx) => {
    const held = await lockOwnInstallation(tx, caller, id);
    await end(tx, held, { actor: caller.viewer.actor, now: caller.now });
    return held.installation.organizationId;
  });
  const [organization] = await findOrganizationsById(caller, [organizationId]);
  return organization!;
}

/** The same by the App itself. */
export const uninstallSelf = (caller: AppCaller, id: number): Promise<void> =>
  caller.database.transaction(async (tx) => end(tx, await lockInstallationOfApp(tx, caller, id), caller));

async function end(tx: Tx, { installation, app }: HeldInstallation, { actor, now }: { actor: Actor; now: Date }) {
  await deleteInstallationTokens(tx, installation.id);
  await deleteInstallationRow(tx, installation.id);
  await recordAudit(tx, actor, now, [entryOfInstallation(app, installation, 'integration_installation.destroy')]);
}
