import type { Tx } from '../platform/database/database.ts';
import type { Bearer, Holding } from './access.rules.ts';
import { findAppOfToken, findInstalledReaches, isSuspended } from './access.store.ts';
import { findHoldings, findInstalledOn } from './holding.store.ts';
import { type Actor, Viewer } from './viewer.ts';

/**
 * The viewer that began something which a job carries on, with the rights of now: those of the person, of the person as far as their App
 * goes, or of the App where it is installed.
 */
export async function resumeViewer(
  tx: Tx,
  actor: Actor,
  { organizationId, now }: { organizationId: number; now: Date },
): Promise<Viewer> {
  const { userId } = actor;
  const holdings = userId === null ? await findInstalledOn(tx, organizationId) : await holdingsNow(tx, userId);
  return new Viewer(await bearerNow(tx, actor, { organizationId, now }), actor, { holdings });
}

async function bearerNow(
  tx: Tx,
  { userId, appId, credentialKind, credentialId }: Actor,
  { organizationId, now }: { organizationId: number; now: Date },
): Promise<Bearer> {
  if (userId !== null && credentialKind !== 'APP_USER') return { kind: 'SESSION', userId };
  const through = userId === null ? appId : await findAppOfToken(tx, credentialId!, now);
  const reaches = through === null ? new Map() : await findInstalledReaches(tx, through, [organizationId]);
  if (userId !== null) return { kind: 'APP_USER', userId, tokenId: credentialId!, expiresAt: null, reaches };
  const reach = reaches.get(organizationId) ?? NOTHING;
  return { kind: 'APP_INSTALLATION', organizationId, reach };
}

const NOTHING = { permissions: {}, repositorySelection: 'NONE', repositoryIds: new Set<number>() } as const;

const holdingsNow = async (tx: Tx, userId: number) =>
  (await isSuspended(tx, userId)) ? new Map<number, Holding>() : findHoldings(tx, userId);
