import { tokenKindOf } from '@countersign/schema';
import { badCredentials } from '../errors.ts';
import type { NoteUse } from '../features/tokens/last-uses.ts';
import { keepSession } from '../features/users/keep-session.ts';
import { tokenHolds } from './access.rules.ts';
import { findSession } from './access.store.ts';
import { bearerOfToken } from './bearer-of-token.ts';
import type { Caller } from './caller.ts';
import { credentialsOf, installationCredentialsOf } from './credential.loader.ts';
import type { CredentialRow } from './credential.store.ts';
import { hashOf, hexHashOf } from './secrets.ts';
import { type Actor, Viewer } from './viewer.ts';

/** What a request brought along to say who it is. `session` only at doors that read cookies. */
export type Credentials = Readonly<{
  authorization?: string;
  session?: string;
  ip: string | null;
  requestId: string | null;
}>;

/** What a door has at hand: where to look, the time, and who wants to know of tokens that are used there. */
type Door = Pick<Caller, 'database' | 'settings' | 'clock'> & { noteUse?: NoteUse };
type Asked = Pick<Caller, 'database' | 'settings' | 'now'>;

/**
 * Who asks, and all that a use case needs: `Authorization: Bearer SECRET`, `token SECRET` or Basic with the secret as password, else the session, else nobody.
 * A credential that does not hold throws UNAUTHENTICATED; it never falls back to the cookie or to nobody. (GT-3)
 */
export async function callerOf(
  credentials: Credentials,
  { database, settings, clock, noteUse }: Door,
): Promise<Caller> {
  const now = clock();
  const viewer = await viewerOf(credentials, { database, settings, now });
  // A token that holds is used, whatever it is allowed after this.
  if ('tokenId' in viewer.bearer) noteUse?.(viewer.bearer.tokenId, now);
  return { viewer, database, now, clock, settings };
}

async function viewerOf({ authorization, session, ip, requestId }: Credentials, asked: Asked): Promise<Viewer> {
  const from = { ip, requestId };
  if (authorization !== undefined) return viewerOfToken(secretIn(authorization), from, asked);
  if (session !== undefined) return viewerOfSession(session, from, asked);
  return anonymous(from);
}

type From = Pick<Actor, 'ip' | 'requestId'>;

const NOBODY = { userId: null, appId: null, login: null, credentialKind: null, credentialId: null };

const anonymous = (from: From): Viewer =>
  new Viewer({ kind: 'ANONYMOUS' }, { ...NOBODY, ...from }, { holdings: new Map() });

/** The secret in an Authorization header. Basic needs a user name, which says nothing. (GT-1) */
function secretIn(authorization: string): string {
  const [, scheme = '', value = ''] = /^(\S+) +(\S+)$/.exec(authorization.trim()) ?? [];
  if (/^(bearer|token)$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) throw badCredentials();
  const [, userName, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ?? [];
  if (!userName || !password) throw badCredentials();
  return password;
}

async function viewerOfToken(secret: string, from: From, asked: Asked): Promise<Viewer> {
  const held = await heldBy(secret, from, asked);
  if (!held) throw badCredentials();
  return held.viewer;
}

/**
 * Who a secret makes its bearer, with the token as it is stored; null when it does not hold. One statement, two for the token of a person's App,
 * none for what was never a token.
 */
export async function heldBy(
  secret: string,
  from: From,
  { database, settings, now }: Asked,
): Promise<{ viewer: Viewer; token: CredentialRow } | null> {
  // The checksum turns away what was never a token of ours before the database hears of it. (TK-3)
  const kind = tokenKindOf(secret);
  if (kind === null) return null;
  const credentials = kind === 'APP_INSTALLATION' ? installationCredentialsOf : credentialsOf;
  const row = await credentials(database).load(hexHashOf(secret));
  if (!row || !tokenHolds(row, row, now)) return null;
  if (row.isDemonstration && !settings.demonstration) return null;
  const { holdings } = row;
  const bearer = await bearerOfToken(row, holdings, database);
  if (!bearer) return null;
  const actor: Actor = {
    userId: row.userId,
    appId: row.userId === null ? row.appId : null,
    login: row.holderLogin,
    credentialKind: bearer.kind,
    credentialId: row.id,
    ...from,
  };
  return { viewer: new Viewer(bearer, actor, { holdings }), token: row };
}

async function viewerOfSession(secret: string, from: From, { database, settings, now }: Asked): Promise<Viewer> {
  const found = await findSession(database.manager, hashOf(secret));
  // SN-6: demonstration accounts are nobody where demonstration mode is off.
  if (!found || (found.session.isDemonstration && !settings.demonstration)) throw badCredentials();
  const { session, holdings, enterpriseIds } = found;
  if (!(await keepSession(database, session, now))) throw badCredentials();
  const { userId, login } = session;
  const actor: Actor = { userId, appId: null, login, credentialKind: 'SESSION', credentialId: session.id, ...from };
  return new Viewer({ kind: 'SESSION', userId }, actor, { holdings, enterpriseIds }, session.passwordGivenAt);
}
