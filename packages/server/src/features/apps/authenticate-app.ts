import { compactVerify, decodeJwt, decodeProtectedHeader, importSPKI, type JWTPayload } from 'jose';
import { unauthenticated } from '../../errors.ts';
import type { Database } from '../../platform/database/database.ts';
import { findAppByIssuer } from './app-key.store.ts';
import type { App, AppKey } from './app.entity.ts';

const MOST_AHEAD = 10 * 60 * 1000;
const LEEWAY = 60 * 1000;

// Client libraries look for these very words, and sign again by the clock of our answer's `Date`.
const EXPIRED =
  "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
const TOO_FAR = "'Expiration time' claim ('exp') is too far in the future";
const ISSUED = "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
const undecodable = () => unauthenticated('A JSON web token could not be decoded');

/** Which of its keys an App signed with is written down with what it does. */
export type AuthenticatedApp = { app: App; keyId: number };

/**
 * The App that signed the JWT in an Authorization header (`Bearer`, RS256, with any of the App's keys; `iss` is its client id or id).
 * It lives ten minutes at most, and may be issued up to a minute ahead of our clock. UNAUTHENTICATED otherwise. (AP-1)
 */
export async function authenticateApp(
  authorization: string | undefined,
  { database, now }: { database: Database; now: Date },
): Promise<AuthenticatedApp> {
  if (authorization === undefined) throw unauthenticated();
  const [, jwt] = /^bearer +(\S+)$/i.exec(authorization.trim()) ?? [];
  if (!jwt) throw undecodable();
  const claims = readClaims(jwt);
  const found = await findAppByIssuer(database.manager, claims.iss);
  const key = found && (await signerOf(found.keys, jwt));
  if (!found || !key) throw undecodable();
  const problem = problemWithTimes(claims, now);
  if (problem) throw unauthenticated(problem);
  return { app: found.app, keyId: key.id };
}

/** What the JWT says, not yet believed. The kind of signature is settled here: a JWT never chooses how it is checked. */
function readClaims(jwt: string): JWTPayload & { iss: string } {
  try {
    const claims = decodeJwt(jwt);
    // Libraries send an App's id as a number or as text.
    const iss: unknown = claims.iss;
    const issuer = typeof iss === 'number' ? String(iss) : iss;
    if (decodeProtectedHeader(jwt).alg === 'RS256' && typeof issuer === 'string' && isName(issuer))
      return { ...claims, iss: issuer };
  } catch {
    // Told below, like any other text that is no JWT.
  }
  throw undecodable();
}

const isName = (issuer: string) => /^[A-Za-z0-9._-]{1,100}$/.test(issuer);

/** The key that the JWT was signed with; null when it was none of these. */
async function signerOf(keys: readonly AppKey[], jwt: string): Promise<AppKey | null> {
  const checks = keys.map(async ({ publicKey }) =>
    compactVerify(jwt, await importSPKI(publicKey, 'RS256'), { algorithms: ['RS256'] }),
  );
  const index = (await Promise.allSettled(checks)).findIndex(({ status }) => status === 'fulfilled');
  return keys[index] ?? null;
}

function problemWithTimes({ exp, iat }: JWTPayload, now: Date): string | null {
  const moment = now.getTime();
  if (typeof exp !== 'number' || exp * 1000 <= moment) return EXPIRED;
  if (exp * 1000 > moment + MOST_AHEAD) return TOO_FAR;
  if (!Number.isInteger(iat) || iat! * 1000 > moment + LEEWAY) return ISSUED;
  return null;
}
