import type { Owner } from '../../access/access.rules.ts';
import type { Caller } from '../../access/caller.ts';
import { conflict, invalid, notFound } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { type HeldMembership, holdMembershipById } from '../organizations/hold-membership.ts';
import { holdRequestsOfToken } from '../token-requests/hold-requests-of-token.ts';
import { renameRequests } from '../token-requests/rename-requests.ts';
import { settleEdit } from '../token-requests/settle-edit.ts';
import type { TokenRequest } from '../token-requests/token-request.entity.ts';
import { editedReach, namesReach, type ReachEdit } from './edited-reach.ts';
import { findReach, lockOwnFineGrainedToken } from './find-own-token.ts';
import { keepReach } from './keep-reach.ts';
import { nameTaken } from './make-token.ts';
import { isSameReach, reachChanges } from './token-reach.rules.ts';
import type { Token } from './token.entity.ts';
import { problemsWithWords, statusOf } from './token.rules.ts';
import { isNameTaken, lockUserForTokens, updateToken } from './token.store.ts';

type Words = Pick<Token, 'name' | 'description'>;
/** What is absent or null stays as it is. */
export type UpdateFineGrainedTokenInput = { tokenId: number; reason?: string | null } & ReachEdit & {
    [Name in keyof Words]?: Words[Name] | null;
  };
/** `request` is the one that the edit opened, which waits or was approved at once. */
export type UpdatedToken = { token: Token; request: TokenRequest | null };

/**
 * Changes one of the person's own fine-grained tokens, without a new secret (TK-11). Name and description change nothing else. For oneself the
 * rest applies at once; for an organization what is narrowed does, and what is widened is asked for while the grant goes on at its level.
 * INVALID names each bad field, NOT_FOUND any token that is not such a one, CONFLICT one that is dead, FORBIDDEN the policy that lets nothing be asked.
 */
export async function updateFineGrainedToken(
  caller: Caller,
  { tokenId, ...input }: UpdateFineGrainedTokenInput,
): Promise<UpdatedToken> {
  const userId = caller.viewer.mustBeFreshSession(caller.now);
  const problems = problemsWithWords({ ...input, name: input.name ?? 'as it is' });
  if (Object.keys(problems).length > 0) throw invalid(problems);
  return caller.database.transaction(async (tx) => {
    await lockUserForTokens(tx, userId);
    const token = await lockOwnFineGrainedToken(tx, userId, tokenId);
    const status = statusOf(token, caller.clock());
    if (status !== 'ACTIVE') throw conflict(`The token is ${status.toLowerCase()} and cannot be changed any more.`);
    const words = changedWords(token, input);
    if (words.name !== undefined && (await isNameTaken(tx, { userId, id: tokenId, name: words.name })))
      throw nameTaken();

    // The token before its organization before its requests before its grant: the order in which all take their locks.
    const held = namesReach(input) ? await holdOrganization(tx, token) : null;
    const requests = await holdRequestsOfToken(tx, tokenId, words.name === undefined ? 'PENDING' : 'ALL');
    const reworded = Object.keys(words).length > 0 ? await updateToken(tx, token, words) : token;
    if (words.name !== undefined) await renameRequests(tx, requests, words.name, caller.viewer.actor.login!);
    const pending = requests.find((request) => request.status === 'PENDING') ?? null;
    const edited = namesReach(input)
      ? await changeReach(tx, caller, { token: reworded, held, pending, input })
      : { token: reworded, request: null, changes: {} };

    const details = { ...changesOfWords(token, words), ...edited.changes };
    if (Object.keys(details).length > 0)
      await recordAudit(tx, caller.viewer.actor, caller.now, [
        {
          log: { userId },
          action: 'personal_access_token.update',
          subject: { type: 'token', id: tokenId, name: edited.token.name },
          details: { ...details, ...(edited.request && { request_id: edited.request.id }) },
        },
      ]);
    return { token: edited.token, request: edited.request };
  });
}

/** What of the words is another now. */
const changedWords = (token: Token, { name, description }: Partial<Record<keyof Words, string | null>>) => ({
  ...(name != null && name.trim() !== token.name && { name: name.trim() }),
  ...(description != null && description !== token.description && { description }),
});

const changesOfWords = (before: Words, change: Partial<Words>): Record<string, { from: unknown; to: unknown }> =>
  Object.fromEntries(Object.entries(change).map(([name, to]) => [name, { from: before[name as keyof Words], to }]));

/** Null for a token of oneself. */
async function holdOrganization(tx: Tx, { organizationId, userId }: Token): Promise<HeldMembership | null> {
  if (organizationId === null) return null;
  const held = await holdMembershipById(tx, organizationId, userId!);
  if (!held) throw notFound('The organization');
  return held;
}

type Change = {
  token: Token;
  held: HeldMembership | null;
  pending: TokenRequest | null;
  input: ReachEdit & { reason?: string | null };
};

async function changeReach(tx: Tx, caller: Caller, { token, held, pending, input }: Change) {
  const owner: Owner = held
    ? { kind: 'ORGANIZATION', id: held.organization.id, login: held.organization.login }
    : { kind: 'USER', id: token.userId!, login: caller.viewer.actor.login! };
  const before = await findReach(tx, token.id);
  const reach = await editedReach(tx, caller.viewer, owner, { before, edit: input });
  // Nothing else is wanted: what waits goes on waiting.
  if (isSameReach(before, reach)) return { token, request: null, changes: {} };
  const edited = await keepReach(tx, token, reach);
  const request = held
    ? await settleEdit(tx, caller, { token: edited, held, pending, reach, reason: input.reason ?? null })
    : null;
  return { token: edited, request, changes: reachChanges(before, reach) };
}
