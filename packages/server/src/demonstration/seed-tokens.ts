import { revokeTokenGrants } from '../features/token-grants/revoke-token-grants.ts';
import { findLiveGrants } from '../features/token-grants/token-grant.store.ts';
import { cancelTokenRequest } from '../features/token-requests/cancel-token-request.ts';
import { decideTokenRequests } from '../features/token-requests/decide-token-requests.ts';
import { requestTokenAccess } from '../features/token-requests/request-token-access.ts';
import { findLatestRequests } from '../features/token-requests/token-request.store.ts';
import { createClassicToken } from '../features/tokens/create-classic-token.ts';
import { createFineGrainedToken } from '../features/tokens/create-fine-grained-token.ts';
import { setLastUsed } from './demonstration.store.ts';
import type { Stage } from './seed-demonstration.ts';
import {
  CLASSIC_TOKENS,
  type DemonstrationClassicToken,
  type DemonstrationToken,
  type Outcome,
  TOKENS,
} from './tokens.ts';

/** Plays what happened to the demonstration's tokens, in the order of time, so that ids and logs run with the clock. */
export async function seedTokens(stage: Stage): Promise<void> {
  const ids = new Map<DemonstrationToken, number>();
  const events = TOKENS.flatMap((token) => [
    { hoursAgo: token.hoursAgo, play: async () => void ids.set(token, await make(stage, token)) },
    ...(token.then ?? []).map((outcome) => ({
      hoursAgo: outcome.hoursAgo,
      play: () => decide(stage, token, ids.get(token)!, outcome),
    })),
  ]);
  const alone = CLASSIC_TOKENS.map((token) => ({ hoursAgo: token.hoursAgo, play: () => makeClassic(stage, token) }));
  for (const { play } of [...events, ...alone].toSorted((a, b) => b.hoursAgo - a.hoursAgo))
    // oxlint-disable-next-line no-await-in-loop -- the order is the point
    await play();
}

async function make({ tx, as, moment }: Stage, token: DemonstrationToken): Promise<number> {
  const { by, on, name, description, reason, repositories, permissions, days, hoursAgo, usedHoursAgo } = token;
  const named = typeof repositories !== 'string';
  const made = await createFineGrainedToken(await as(by, moment(hoursAgo)), {
    name,
    description,
    reason,
    resourceOwner: on,
    repositorySelection: named ? 'SUBSET' : repositories,
    repositories: named ? repositories.map((repository) => ({ name: repository })) : [],
    permissions: Object.entries(permissions).map(([key, level]) => ({ key, level })),
    ...(days === null ? { neverExpires: true } : { expiresInDays: days }),
  });
  // Its secret is dropped here: nobody knows it, and nobody can use the token.
  if (usedHoursAgo !== undefined) await setLastUsed(tx, made.token.id, moment(usedHoursAgo));
  return made.token.id;
}

async function makeClassic({ tx, as, moment }: Stage, token: DemonstrationClassicToken): Promise<void> {
  const { by, name, description, scopes, days, hoursAgo, usedHoursAgo } = token;
  const expiry = days === null ? { neverExpires: true } : { expiresInDays: days };
  const wish = { name, description, scopes, ...expiry };
  const made = await createClassicToken(await as(by, moment(hoursAgo)), wish);
  if (usedHoursAgo !== undefined) await setLastUsed(tx, made.token.id, moment(usedHoursAgo));
}

async function decide(
  { tx, as, moment }: Stage,
  { by, on }: DemonstrationToken,
  tokenId: number,
  outcome: Outcome,
): Promise<void> {
  const at = moment(outcome.hoursAgo);
  const [request] = await findLatestRequests(tx, [tokenId]);
  const { id } = request!;
  switch (outcome.was) {
    case 'WITHDRAWN':
      await cancelTokenRequest(await as(by, at), id);
      break;
    case 'ASKED_AGAIN':
      await requestTokenAccess(await as(by, at), { tokenId, reason: outcome.reason });
      break;
    case 'REVOKED': {
      const grantIds = (await findLiveGrants(tx, [tokenId])).map((grant) => ({
        given: String(grant.id),
        id: grant.id,
      }));
      await revokeTokenGrants(await as('owner', at), { organization: on, grantIds, reason: outcome.reason });
      break;
    }
    default: {
      const requestIds = [{ given: String(id), id }];
      await decideTokenRequests(await as('owner', at), {
        organization: on,
        decision: outcome.was,
        requestIds,
        reason: outcome.reason,
      });
    }
  }
}
