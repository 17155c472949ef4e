import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { endUserTokens } from '../tokens/end-user-tokens.ts';
import type { By } from '../tokens/revoke-tokens.ts';
import type { ApplicationAuthorization } from './application-authorization.entity.ts';
import { deleteAuthorization, findAppOf } from './application-authorization.store.ts';

/** Ends what a person agreed to, which is locked: its codes, and all tokens of the App for them, at once and for good. (EX-6, EX-10) */
export async function endAuthorization(
  tx: Tx,
  authorization: ApplicationAuthorization,
  by: By,
  explanation: string,
): Promise<void> {
  await endUserTokens(tx, authorization, by, explanation);
  await deleteAuthorization(tx, authorization.id);
  const { id, slug } = await findAppOf(tx, authorization);
  await recordAudit(tx, by.actor, by.now, [
    {
      log: { userId: authorization.userId },
      action: 'oauth_authorization.destroy',
      subject: { type: 'app', id, name: slug },
      details: { explanation },
    },
  ]);
}
