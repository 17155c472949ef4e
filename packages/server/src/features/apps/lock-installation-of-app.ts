import { notFound } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { AppCaller } from './app-caller.ts';
import { lockInstallation } from './app-installation.store.ts';
import type { HeldInstallation } from './lock-own-app.ts';

/** An installation of the App that asks, its alone until the transaction ends; of another's there is none. */
export async function lockInstallationOfApp(tx: Tx, { asking }: AppCaller, id: number): Promise<HeldInstallation> {
  const installation = await lockInstallation(tx, asking.id, id);
  if (!installation) throw notFound('The installation');
  return { installation, app: asking };
}
