import type { Tx } from '../platform/database/database.ts';
import type { Bearer, Holding } from './access.rules.ts';
import { findHoldings, findInstalledOn, findInstalledReach, isSuspended } from './access.store.ts';
import { type Actor, Viewer } from './viewer.ts';

/** The viewer that began something which a job carries on, with the rights of now: those of the person, or of the App where it is installed. */
export async function resumeViewer(tx: Tx, actor: Actor, organizationId: number): Promise<Viewer> {
  const { userId, appId } = actor;
  const bearer: Bearer =
    userId !== null
      ? { kind: 'SESSION', userId }
      : {
          kind: 'APP_INSTALLATION',
          organizationId,
          reach: await findInstalledReach(tx, appId!, organizationId),
        };
  const holdings = userId === null ? await findInstalledOn(tx, organizationId) : await holdingsNow(tx, userId);
  return new Viewer(bearer, actor, { holdings });
}

const holdingsNow = async (tx: Tx, userId: number) =>
  (await isSuspended(tx, userId)) ? new Map<number, Holding>() : findHoldings(tx, userId);
