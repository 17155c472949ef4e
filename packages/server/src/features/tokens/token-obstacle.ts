import { type FineGrainedBearer, type Reach } from '../../access/access.rules.ts';
import { type ObstacleCode, obstacleOf, obstacleOfClassic } from '../../access/obstacles.rules.ts';
import type { Viewer } from '../../access/viewer.ts';
import type { TokenRequestStatus } from '../token-requests/token-request.entity.ts';
import type { Token } from './token.entity.ts';
import { statusOf } from './token.rules.ts';

export type TokenObstacle = { code: ObstacleCode | 'EXPIRED' | 'REVOKED'; message: string };

/** Why one of the viewer's own tokens does not reach what is private at this moment, in the words the gate would use; null when it does. */
export function obstacleOfToken(
  token: Token,
  viewer: Viewer,
  {
    organizationLogin,
    latestRequest,
    isGranted,
  }: { organizationLogin: string; latestRequest: TokenRequestStatus | null; isGranted: boolean },
  now: Date,
): TokenObstacle | null {
  const status = statusOf(token, now);
  if (status === 'EXPIRED') return { code: status, message: 'The token has expired.' };
  if (status === 'REVOKED') return { code: status, message: 'The token was revoked.' };
  if (token.organizationId === null) return null;
  const granted: Reach = { permissions: {}, repositorySelection: 'NONE', repositoryIds: new Set() };
  const bearer: FineGrainedBearer = {
    kind: 'FINE_GRAINED',
    userId: token.userId!,
    tokenId: token.id,
    owner: { kind: 'ORGANIZATION', id: token.organizationId, login: organizationLogin },
    issuedAt: token.issuedAt,
    expiresAt: token.expiresAt,
    reach: isGranted ? granted : null,
    latestRequest,
  };
  return obstacleOf(bearer, viewer.holdingOf(token.organizationId));
}

export type ClassicBlock = TokenObstacle & { organizationId: number };

/** The viewer's organizations whose policy refuses one of their own classic tokens at this moment, by login, in the words the gate would use. (PO-4, PO-5) */
export function blocksOfClassicToken(token: Token, viewer: Viewer, now: Date): ClassicBlock[] {
  if (statusOf(token, now) !== 'ACTIVE') return [];
  const { id, issuedAt, expiresAt } = token;
  return viewer.organizationIds
    .map((organizationId) => ({ organizationId, holding: viewer.holdingOf(organizationId)! }))
    .toSorted((a, b) => (a.holding.login < b.holding.login ? -1 : 1))
    .flatMap(({ organizationId, holding }) => {
      const obstacle = obstacleOfClassic({ tokenId: id, issuedAt, expiresAt }, holding);
      return obstacle ? [{ organizationId, code: obstacle.code, message: obstacle.message }] : [];
    });
}
