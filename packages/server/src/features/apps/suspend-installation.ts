import type { Caller } from '../../access/caller.ts';
import type { Actor } from '../../access/viewer.ts';
import { forbidden } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import type { AppCaller } from './app-caller.ts';
import { entryOfInstallation } from './app-entries.ts';
import type { AppInstallation } from './app-installation.entity.ts';
import { updateInstallationRow } from './app-installation.store.ts';
import { lockInstallationOfApp } from './lock-installation-of-app.ts';
import { type HeldInstallation, lockOwnInstallation } from './lock-own-app.ts';

type By = { actor: Actor; now: Date };

/** An owner suspends an App: its tokens are refused from the next use on, and it gets no others. What is suspended stays so. (AP-1) */
export const suspendInstallation = (caller: Caller, id: number): Promise<AppInstallation> =>
  caller.database.transaction(async (tx) =>
    suspend(tx, await lockOwnInstallation(tx, caller, id), { actor: caller.viewer.actor, now: caller.now }),
  );

/** An owner lifts it again, whoever suspended: what the App holds from before works again. */
export const unsuspendInstallation = (caller: Caller, id: number): Promise<AppInstallation> =>
  caller.database.transaction(async (tx) =>
    unsuspend(tx, await lockOwnInstallation(tx, caller, id), { actor: caller.viewer.actor, now: caller.now }),
  );

/** An App suspends itself where it is installed. */
export const suspendSelf = (caller: AppCaller, id: number): Promise<AppInstallation> =>
  caller.database.transaction(async (tx) => suspend(tx, await lockInstallationOfApp(tx, caller, id), caller));

/** An App lifts what it suspended itself: FORBIDDEN where an owner did. */
export const unsuspendSelf = (caller: AppCaller, id: number): Promise<AppInstallation> =>
  caller.database.transaction(async (tx) => unsuspend(tx, await lockInstallationOfApp(tx, caller, id), caller));

async function suspend(tx: Tx, held: HeldInstallation, { actor, now }: By): Promise<AppInstallation> {
  const { installation } = held;
  const { suspendedAt, suspendedByUserId } = installation;
  // An owner takes over what the App did, so that the App cannot lift it any more.
  const isTakenOver = suspendedByUserId === null && actor.userId !== null;
  if (suspendedAt !== null && !isTakenOver) return installation;
  return change(
    tx,
    held,
    'integration_installation.suspend',
    { actor, now },
    {
      suspendedAt: suspendedAt ?? now,
      suspendedByUserId: actor.userId,
    },
  );
}

async function unsuspend(tx: Tx, held: HeldInstallation, by: By): Promise<AppInstallation> {
  const { suspendedAt, suspendedByUserId } = held.installation;
  if (suspendedAt === null) return held.installation;
  if (by.actor.userId === null && suspendedByUserId !== null)
    throw forbidden('An owner of the organization suspended this installation; only an owner lifts that.');
  return change(tx, held, 'integration_installation.unsuspend', by, { suspendedAt: null, suspendedByUserId: null });
}

async function change(
  tx: Tx,
  { installation, app }: HeldInstallation,
  action: 'integration_installation.suspend' | 'integration_installation.unsuspend',
  { actor, now }: By,
  to: Pick<AppInstallation, 'suspendedAt' | 'suspendedByUserId'>,
): Promise<AppInstallation> {
  await updateInstallationRow(tx, installation.id, to);
  await recordAudit(tx, actor, now, [entryOfInstallation(app, installation, action)]);
  return Object.assign(installation, to);
}
