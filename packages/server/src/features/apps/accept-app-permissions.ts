import type { Caller } from '../../access/caller.ts';
import { conflict } from '../../errors.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { entryOfInstallation } from './app-entries.ts';
import type { AppInstallation } from './app-installation.entity.ts';
import { findPermissionsOfInstallation, giveInstallation } from './app-installation.store.ts';
import { areShown, type PermissionWish, permissionsBeyond } from './app-permissions.rules.ts';
import { findPermissionsOf } from './app.store.ts';
import { lockOwnInstallation } from './lock-own-app.ts';

export type AcceptAppPermissionsInput = {
  installationId: number;
  /** What the owner was shown that the App asks for beyond what it has. */
  permissions: readonly PermissionWish[];
};

/** An owner, whose password is fresh (SN-3), gives an App what it asks for by now. CONFLICT when that is not what was shown: nobody agrees to what they did not see. (AP-1) */
export async function acceptAppPermissions(
  caller: Caller,
  { installationId, permissions }: AcceptAppPermissionsInput,
): Promise<AppInstallation> {
  caller.viewer.mustBeFreshSession(caller.now);
  return caller.database.transaction(async (tx) => {
    const { installation, app } = await lockOwnInstallation(tx, caller, installationId);
    const held = await findPermissionsOfInstallation(tx, installation.id);
    const asked = permissionsBeyond(await findPermissionsOf(tx, app.id), held);
    if (!areShown(asked, permissions)) throw conflict(`${app.name} asks for something else by now. Look at it again.`);
    if (Object.keys(asked).length === 0) return installation;
    await giveInstallation(tx, installation.id, asked);
    const from = Object.fromEntries(Object.entries(held).filter(([key]) => key in asked));
    await recordAudit(tx, caller.viewer.actor, caller.now, [
      entryOfInstallation(app, installation, 'integration_installation.version_updated', {
        permissions: { from, to: asked },
      }),
    ]);
    return installation;
  });
}
