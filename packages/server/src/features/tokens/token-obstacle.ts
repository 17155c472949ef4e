import { type FineGrainedBearer, type ObstacleCode, obstacleOf, type Reach } from '../../access/access.rules.ts';
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
  return obstacleOf(bearer, viewer.policyOf(token.organizationId));
}
