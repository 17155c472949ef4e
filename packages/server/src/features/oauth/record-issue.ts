import type { Actor } from '../../access/viewer.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { App } from '../apps/app.entity.ts';
import { recordAudit } from '../audit-log/record-audit.ts';

/** The person's security log says that the App has a token for them, or another in place of one. (AU-1) */
export const recordIssue = (
  tx: Tx,
  { actor, now }: { actor: Actor; now: Date },
  { app, userId, tokenId }: { app: App; userId: number; tokenId: number },
  action: 'oauth_access.create' | 'oauth_access.regenerate',
): Promise<void> =>
  recordAudit(tx, actor, now, [{ log: { userId }, action, subject: { type: 'token', id: tokenId, name: app.slug } }]);
