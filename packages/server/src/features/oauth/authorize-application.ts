import type { Caller } from '../../access/caller.ts';
import { makeClientSecret } from '../../access/secrets.ts';
import { conflict, invalid } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { App } from '../apps/app.entity.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import type { ApplicationAuthorization } from './application-authorization.entity.ts';
import { type AuthorizationWish, CODE_LIFE, withParameters } from './application-authorization.rules.ts';
import { insertAuthorization, insertCode, lockAuthorization } from './application-authorization.store.ts';
import { isAskedAgain, readAuthorizationWish } from './read-authorization-wish.ts';

export type AuthorizeApplicationInput = AuthorizationWish & {
  /** The person was asked, and said yes; else only who agreed before is sent on. */
  viewerAgrees?: boolean | null;
};

/**
 * A person lets an App act for them; where the browser goes, with a code that the App exchanges once within ten minutes. Whoever agreed before is sent
 * on without being asked; the first time, and after ten times in an hour, it takes a password that was given lately. (AP-7, EX-7, SN-3)
 */
export async function authorizeApplication(
  caller: Caller,
  { viewerAgrees, ...wish }: AuthorizeApplicationInput,
): Promise<string> {
  const { viewer, database, now } = caller;
  const userId = viewer.mustBeSession();
  const { app, redirectUri, refusal } = await readAuthorizationWish(caller, wish);
  if (refusal) throw invalid({ [FIELDS[refusal.error]]: refusal.error_description });
  const { secret: code, hash: codeHash } = makeClientSecret();
  await database.transaction(async (tx) => {
    const agreed = await lockAuthorization(tx, { appId: app.id, userId });
    if (!agreed || (await isAskedAgain(tx, agreed.id, now))) {
      if (!viewerAgrees) throw mustBeAsked(app);
      viewer.mustBeFreshSession(now);
    }
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

const FIELDS = { unsupported_response_type: 'responseType', invalid_request: 'codeChallenge' } as const;

/** What was agreed to before may have been revoked a moment ago: nobody agrees anew without having seen to what. */
const mustBeAsked = ({ name }: App) => conflict(`${name} has to ask you first.`);

async function agree(tx: Tx, { viewer, now }: Caller, app: App): Promise<ApplicationAuthorization> {
  const of = { appId: app.id, userId: viewer.mustBeSession() };
  const made = await insertAuthorization(tx, { ...of, createdAt: now });
  // Somebody in another window was faster.
  if (!made) {
    const theirs = await lockAuthorization(tx, of);
    // And in a third one it was revoked.
    if (!theirs) throw mustBeAsked(app);
    return theirs;
  }
  await recordAudit(tx, viewer.actor, now, [
    {
      log: { userId: of.userId },
      action: 'oauth_authorization.create',
      subject: { type: 'app', id: app.id, name: app.slug },
    },
  ]);
  return made;
}
