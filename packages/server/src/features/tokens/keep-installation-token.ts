import type { PermissionMap } from '@countersign/schema';
import type { Tx } from '../../platform/database/database.ts';
import { insertReach, insertToken } from './token.store.ts';

export type InstallationToken = {
  installationId: number;
  name: string;
  secretHash: Buffer;
  lastEight: string;
  permissions: PermissionMap;
  /** Null: all that the installation reaches. */
  repositoryIds: readonly number[] | null;
  issuedAt: Date;
  expiresAt: Date;
};

/** Stores the token of an App's installation: its hash, when it ends and what it may do, as far as the installation still may. Its id. */
export async function keepInstallationToken(
  tx: Tx,
  { permissions, repositoryIds, ...token }: InstallationToken,
): Promise<number> {
  const row = await insertToken(tx, {
    ...token,
    kind: 'APP_INSTALLATION',
    userId: null,
    description: '',
    organizationId: null,
    repositorySelection: repositoryIds ? 'SUBSET' : 'ALL',
    createdAt: token.issuedAt,
  });
  await insertReach(tx, row!.id, permissions, repositoryIds ?? []);
  return row!.id;
}
