import type { FastifyReply } from 'fastify';
import type { Bearer } from '../access/access.rules.ts';
import type { Viewer } from '../access/viewer.ts';

/**
 * What an answer tells of the token that asked: the scopes of a classic one, `repo, read:org`, or an empty text where it has none, as that of an App that acts for
 * a person always has; and when it will end, for one of a person that does: `2026-12-01 10:00:00 UTC`. (TK-14)
 */
export function tellAboutToken(reply: FastifyReply, { bearer }: Viewer): void {
  const scopes = scopesOf(bearer);
  if (scopes) void reply.header('x-oauth-scopes', scopes.join(', '));
  if (!('expiresAt' in bearer) || !bearer.expiresAt) return;
  const moment = bearer.expiresAt.toISOString().slice(0, 19).replace('T', ' ');
  void reply.header('github-authentication-token-expiration', `${moment} UTC`);
}

/** Null for kinds that know no scopes, and say so by not speaking of them. */
export const scopesOf = (bearer: Bearer): readonly string[] | null =>
  bearer.kind === 'CLASSIC' ? bearer.scopes : bearer.kind === 'APP_USER' ? [] : null;
