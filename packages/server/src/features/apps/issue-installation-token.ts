import type { PermissionMap } from '@countersign/schema';
import { makeTokenSecret } from '../../access/secrets.ts';
import { forbidden, invalid, notFound } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { keepInstallationToken } from '../tokens/keep-installation-token.ts';
import { narrowPermissions } from './app-permissions.rules.ts';
import type { App } from './app.entity.ts';
import { findInstallation } from './app.store.ts';

/** An installation token lives one hour. (EX-8) */
const LIFE = 60 * 60 * 1000;

export type IssueInstallationTokenInput = {
  app: App;
  installationId: number;
  /** Fewer than the installation holds; absent = all of them. */
  permissions?: Readonly<Record<string, string>>;
};

export type IssuedInstallationToken = { secret: string; expiresAt: Date; permissions: PermissionMap };

/**
 * Makes a token with which an App acts on one organization. It never does more than the installation may at that moment.
 * NOT_FOUND for another App's installation, FORBIDDEN for a suspended one, INVALID for permissions the installation lacks. (AP-1)
 */
export async function issueInstallationToken(
  tx: Tx,
  { app, installationId, permissions: asked }: IssueInstallationTokenInput,
  now: Date,
): Promise<IssuedInstallationToken> {
  const installation = await findInstallation(tx, app.id, installationId);
  if (!installation) throw notFound('The installation');
  if (installation.suspendedAt) throw forbidden('This installation has been suspended.');
  const narrowed = narrowPermissions(installation.permissions, asked);
  if ('problem' in narrowed) throw invalid({ permissions: narrowed.problem });

  const { secret, hash, lastEight } = makeTokenSecret('APP_INSTALLATION');
  const expiresAt = new Date(now.getTime() + LIFE);
  const { permissions } = narrowed;
  await keepInstallationToken(tx, {
    installationId,
    name: app.slug,
    secretHash: hash,
    lastEight,
    permissions,
    issuedAt: now,
    expiresAt,
  });
  return { secret, expiresAt, permissions };
}
