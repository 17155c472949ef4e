import type { Tx } from '../../platform/database/database.ts';
import { deleteTokensOfInstallation, revokeTokenOfInstallation } from './installation-token.store.ts';

/** With an installation go its tokens; who calls holds the installation's lock, so that none is made meanwhile. */
export async function deleteInstallationTokens(tx: Tx, installationId: number): Promise<void> {
  await deleteTokensOfInstallation(tx, installationId);
}

/** Ends one token of an installation at once; the installation's id, or null when it had ended already. */
export const revokeInstallationToken = (tx: Tx, id: number, now: Date): Promise<number | null> =>
  revokeTokenOfInstallation(tx, id, now);
