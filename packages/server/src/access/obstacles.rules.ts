import { allowsFineGrained, daysText, exceedsLifetime } from '../features/token-policies/token-policy.rules.ts';
import type { ClassicBearer, FineGrainedBearer, Holding } from './access.rules.ts';

export type ObstacleCode = 'NOT_A_MEMBER' | 'POLICY' | 'LIFETIME' | 'PENDING' | 'DENIED' | 'NOT_GRANTED';

/** Why a token does not reach the private things of its resource owner. `mendAt` is the path of the page that helps. */
export type Obstacle = Readonly<{ code: ObstacleCode; message: string; mendAt: string }>;

/** What keeps a fine-grained token from everything private of its resource owner, or null. (RQ-1, PO-4, PO-5) */
export function obstacleOf(bearer: FineGrainedBearer, holding: Holding | null): Obstacle | null {
  const { owner, tokenId } = bearer;
  if (owner.kind === 'USER') return null;
  const mendAt = `/settings/personal-access-tokens/${tokenId}`;
  if (holding?.role == null)
    return { code: 'NOT_A_MEMBER', message: `The token's user is not a member of ${owner.login}.`, mendAt };
  const { policy } = holding;
  if (!allowsFineGrained(policy))
    return { code: 'POLICY', message: `${owner.login} does not allow fine-grained personal access tokens.`, mendAt };
  if (exceedsLifetime(policy.fineGrainedMaxDays, bearer.issuedAt, bearer.expiresAt)) {
    const message = `${owner.login} does not allow fine-grained personal access tokens that live longer than ${daysText(policy.fineGrainedMaxDays!)}. Regenerate it with a shorter lifetime.`;
    return { code: 'LIFETIME', message, mendAt };
  }
  if (bearer.reach) return null;
  if (bearer.latestRequest === 'PENDING')
    return { code: 'PENDING', message: `The token is waiting for approval by an owner of ${owner.login}.`, mendAt };
  if (bearer.latestRequest === 'DENIED')
    return { code: 'DENIED', message: `An owner of ${owner.login} denied the token's request.`, mendAt };
  return { code: 'NOT_GRANTED', message: `${owner.login} has not granted the token access.`, mendAt };
}

/** What keeps a classic token from everything in an organization but what is public, or null. (PO-4, PO-5) */
export function obstacleOfClassic(
  { tokenId, issuedAt, expiresAt }: Pick<ClassicBearer, 'tokenId' | 'issuedAt' | 'expiresAt'>,
  { login, policy }: Pick<Holding, 'login' | 'policy'>,
): Obstacle | null {
  const mendAt = `/settings/tokens/${tokenId}`;
  if (policy.classicAccess === 'RESTRICTED') {
    const takesFineGrained = allowsFineGrained(policy);
    const instead = takesFineGrained ? 'a fine-grained personal access token or an App' : 'an App';
    const message = `${login} does not allow personal access tokens (classic). Use ${instead} instead.`;
    return { code: 'POLICY', message, mendAt: takesFineGrained ? '/settings/personal-access-tokens/new' : mendAt };
  }
  if (!exceedsLifetime(policy.classicMaxDays, issuedAt, expiresAt)) return null;
  const message = `${login} does not allow personal access tokens (classic) that live longer than ${daysText(policy.classicMaxDays!)}. Regenerate it with a shorter lifetime.`;
  return { code: 'LIFETIME', message, mendAt };
}
