import type { Caller } from '../../access/caller.ts';
import { badCredentials, forbidden } from '../../errors.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { revokeInstallationToken } from '../tokens/end-installation-tokens.ts';
import { entryOfInstallation } from './app-entries.ts';
import { findInstallations } from './app-installation.store.ts';
import { findApps } from './app.store.ts';

/** An App ends the installation token that it asks with: dead at once. */
export async function revokeOwnInstallationToken({ viewer, database, now }: Caller): Promise<void> {
  const { bearer, actor } = viewer;
  if (bearer.kind !== 'APP_INSTALLATION') throw forbidden('This needs the token of an installation.');
  await database.transaction(async (tx) => {
    const installationId = await revokeInstallationToken(tx, actor.credentialId!, now);
    const [installation] = installationId === null ? [] : await findInstallations(tx, [installationId]);
    // Ended in between, by another request or with its installation.
    if (!installation) throw badCredentials();
    const [app] = await findApps(tx, [installation.appId]);
    await recordAudit(tx, actor, now, [
      entryOfInstallation(app!, installation, 'integration_installation.credential_revoked', {
        token_id: actor.credentialId,
      }),
    ]);
  });
}
