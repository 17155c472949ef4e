import {
  allowsFineGrained,
  daysText,
  exceedsLifetime,
  type TokenPolicy,
} from '../token-policies/token-policy.rules.ts';
import type { TokenRequestStatus } from './token-request.entity.ts';

export type Decision = 'APPROVED' | 'DENIED';
export type DecisionFailureCode = 'NOT_FOUND' | 'ALREADY_DECIDED' | 'WITHDRAWN' | 'TOKEN_DEAD' | 'POLICY';
export type DecisionObstacle = { code: DecisionFailureCode; message: string };

/** A request, and of its token and its requester what a decision looks at. */
export type DecidableRequest = {
  status: TokenRequestStatus;
  /** The login or slug of who decided; null by policy, or while it waits. */
  deciderName: string | null;
  tokenIssuedAt: Date;
  tokenExpiresAt: Date | null;
  /** The token is deleted or revoked, or its user suspended. */
  tokenIsDead: boolean;
  requesterIsMember: boolean;
};

const DEAD: DecisionObstacle = { code: 'TOKEN_DEAD', message: 'The token is no longer valid.' };

/** Why this request cannot be decided so, or null when nothing stands in the way. (RQ-6, RQ-7) */
export function obstacleToDeciding(
  request: DecidableRequest,
  decision: Decision,
  policy: TokenPolicy,
  now: Date,
): DecisionObstacle | null {
  const isDead = request.tokenIsDead || hasExpired(request.tokenExpiresAt, now);
  if (request.status === 'CANCELLED' && !isDead)
    return { code: 'WITHDRAWN', message: 'The request was withdrawn or replaced.' };
  if (request.status === 'CANCELLED') return DEAD;
  if (request.status !== 'PENDING') {
    const how = request.deciderName ? `by ${request.deciderName}` : 'automatically';
    return { code: 'ALREADY_DECIDED', message: `Already ${request.status.toLowerCase()} ${how}.` };
  }
  if (isDead) return DEAD;
  if (!request.requesterIsMember) return { code: 'TOKEN_DEAD', message: 'The requester is no longer a member.' };
  if (decision === 'DENIED') return null;
  if (!allowsFineGrained(policy))
    return { code: 'POLICY', message: 'The organization does not allow fine-grained tokens.' };
  if (exceedsLifetime(policy.fineGrainedMaxDays, request.tokenIssuedAt, request.tokenExpiresAt))
    return {
      code: 'POLICY',
      message: `The token lives longer than the ${daysText(policy.fineGrainedMaxDays!)} that the organization allows.`,
    };
  return null;
}

const hasExpired = (expiresAt: Date | null, now: Date) => expiresAt !== null && expiresAt <= now;

/** Whether a waiting request can be decided at all: denied, where policy forbids to approve. What waits has its member, or leaving had cancelled it. */
export const isDecidable = (
  token: { expiresAt: Date | null; revokedAt: Date | null; deletedAt: Date | null },
  requester: { suspendedAt: Date | null },
  now: Date,
): boolean => !token.revokedAt && !token.deletedAt && !requester.suspendedAt && !hasExpired(token.expiresAt, now);
