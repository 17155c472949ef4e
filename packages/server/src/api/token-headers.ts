import type { FastifyReply } from 'fastify';
import type { Viewer } from '../access/viewer.ts';

/**
 * What an answer tells of the token that asked: the scopes of a classic one, `repo, read:org`, or an empty text where it has none; and when
 * it will end, for one that does: `2026-12-01 10:00:00 UTC`. (TK-14)
 */
export function tellAboutToken(reply: FastifyReply, { bearer }: Viewer): void {
  if (bearer.kind === 'CLASSIC') void reply.header('x-oauth-scopes', bearer.scopes.join(', '));
  if (bearer.kind !== 'CLASSIC' && bearer.kind !== 'FINE_GRAINED') return;
  if (!bearer.expiresAt) return;
  const moment = bearer.expiresAt.toISOString().slice(0, 19).replace('T', ' ');
  void reply.header('github-authentication-token-expiration', `${moment} UTC`);
}
