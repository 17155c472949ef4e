import type { Caller } from '../../access/caller.ts';
import { makeClientSecret } from '../../access/secrets.ts';
import { invalid } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { App } from '../apps/app.entity.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import type { ApplicationAuthorization } from './application-authorization.entity.ts';
import { type AuthorizationWish, CODE_LIFE, withParameters } from './application-authorization.rules.ts';
import { insertAuthorization, insertCode, lockAuthorization } from './application-authorization.store.ts';
import { isAskedAgain, readAuthorizationWish } from './read-authorization-wish.ts';

/**
 * A person lets an App act for them; where the browser goes, with a code that the App exchanges once within ten minutes. Whoever agreed before is sent
 * on without being asked; the first time, and after ten times in an hour, it takes a password that was given lately. (AP-7, EX-7, SN-3)
 */
export async function authorizeApplication(caller: Caller, wish: AuthorizationWish): Promise<string> {
  const { viewer, database, now } = caller;
  const userId = viewer.mustBeSession();
  const { app, redirectUri, refusal } = await readAuthorizationWish(caller, wish);
  if (refusal) throw invalid({ [FIELDS[refusal.error]]: refusal.error_description });
  const { secret: code, hash: codeHash } = makeClientSecret();
  await database.transaction(async (tx) => {
    const agreed = await lockAuthorization(tx, { appId: app.id, userId });
    if (!agreed || (await isAskedAgain(tx, agreed.id, now))) viewer.mustBeFreshSession(now);
    const { id: authorizationId } = agreed ?? (await agree(tx, caller, app));
    await insertCode(tx, {
      authorizationId,
      codeHash,
      redirectUri,
      codeChallenge: wish.codeChallenge ?? null,
      createdAt: now,
      expiresAt: new Date(now.getTime() + CODE_LIFE),
    });
  });
  return withParameters(redirectUri, { code, state: wish.state });
}

const FIELDS = {
  unsupported_response_type: 'responseType',
  invalid_request: 'codeChallenge',
  access_denied: 'state',
} as const;

async function agree(tx: Tx, { viewer, now }: Caller, app: App): Promise<ApplicationAuthorization> {
  const of = { appId: app.id, userId: viewer.mustBeSession() };
  const made = await insertAuthorization(tx, { ...of, createdAt: now });
  // Somebody in another window was faster.
  if (!made) return (await lockAuthorization(tx, of))!;
  await recordAudit(tx, viewer.actor, now, [
    {
      log: { userId: of.userId },
      action: 'oauth_authorization.create',
      subject: { type: 'app', id: app.id, name: app.slug },
    },
  ]);
  return made;
}
