import { LIMITS, type PermissionMap } from '@countersign/schema';
import type { Owner } from '../../access/access.rules.ts';
import type { Caller } from '../../access/caller.ts';
import { conflict, invalid } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { type HeldMembership, holdMembership } from '../organizations/hold-membership.ts';
import { chooseRepositories, type RepositoryChoice } from '../repositories/choose-repositories.ts';
import { allowsFineGrained } from '../token-policies/token-policy.rules.ts';
import { submitTokenRequest } from '../token-requests/submit-token-request.ts';
import { findUserByLogin } from '../users/find-user.ts';
import { lockMaker, type MadeToken, makeToken } from './make-token.ts';
import type { RepositorySelection } from './token.entity.ts';
import {
  type Expiry,
  type PermissionWish,
  problemsWithLifetime,
  problemsWithSelection,
  problemsWithWords,
  readExpiry,
  readPermissions,
} from './token.rules.ts';
import { countActiveFineGrained, insertReach } from './token.store.ts';

export type CreateFineGrainedTokenInput = Expiry & {
  name: string;
  description?: string | null;
  /** The login of the person or of an organization. */
  resourceOwner: string;
  repositorySelection: RepositorySelection;
  repositories?: readonly RepositoryChoice[] | null;
  permissions?: readonly PermissionWish[] | null;
  reason?: string | null;
};

type Target = (HeldMembership & { owner: Owner }) | { owner: Owner; organization: null };

/**
 * Makes a fine-grained token for its person (TK-1 to TK-5). Where the resource owner is an organization, its request is submitted in the same
 * transaction: waiting, or decided at once (RQ-1, RQ-2). The secret is in the answer and nowhere else. INVALID names each bad
 * field and stores nothing; FORBIDDEN before the e-mail address is verified, CONFLICT at the most tokens a person may have.
 */
export async function createFineGrainedToken(caller: Caller, input: CreateFineGrainedTokenInput): Promise<MadeToken> {
  const userId = caller.viewer.mustBeFreshSession(caller.now);
  const named = input.repositories ?? [];
  const expiry = readExpiry(input, caller.now);
  const problems = {
    ...problemsWithWords(input),
    ...('problems' in expiry && expiry.problems),
    ...problemsWithSelection(input.repositorySelection, named.length),
  };
  if (Object.keys(problems).length > 0 || 'problems' in expiry) throw invalid(problems);

  return caller.database.transaction(async (tx) => {
    await lockMaker(tx, userId);
    await mustBeAllowedAnother(tx, userId, caller.now);
    const target = await findTarget(tx, caller, input.resourceOwner);
    mustFitPolicy(target, input, expiry.at, caller.now);
    const permissions = permissionsFor(input, target.owner);
    const repositories = await chooseRepositories(tx, caller.viewer, target.owner, named);

    const wish = {
      kind: 'FINE_GRAINED',
      userId,
      name: input.name,
      description: input.description,
      organizationId: target.organization?.id ?? null,
      repositorySelection: input.repositorySelection,
      expiresAt: expiry.at,
    } as const;
    const { token, secret } = await makeToken(tx, wish, caller.now);
    const { repositorySelection } = token;
    const repositoryIds = repositories.map(({ id }) => id);
    await insertReach(tx, token.id, permissions, repositoryIds);
    const audit = {
      log: { userId },
      action: 'personal_access_token.create',
      subject: { type: 'token', id: token.id, name: token.name },
      details: {
        resource_owner: target.owner.login,
        repository_selection: repositorySelection,
        repositories: repositories.map(({ name }) => name),
        permissions,
        expires_at: token.expiresAt,
      },
    } as const;
    await recordAudit(tx, caller.viewer.actor, caller.now, [audit]);
    if (target.organization)
      await submitTokenRequest(tx, caller, {
        token,
        ...target,
        reach: { permissions, repositorySelection, repositoryIds },
        reason: input.reason ?? null,
      });
    return { token, secret };
  });
}

async function mustBeAllowedAnother(tx: Tx, userId: number, now: Date): Promise<void> {
  if ((await countActiveFineGrained(tx, userId, now)) >= LIMITS.activeFineGrainedTokens)
    throw conflict(`You have ${LIMITS.activeFineGrainedTokens} fine-grained tokens; delete one first.`);
}

/** Oneself, or an organization one is a member of that lets its members make fine-grained tokens. (TK-4) */
async function findTarget(tx: Tx, { viewer }: Caller, login: string): Promise<Target> {
  const person = await findUserByLogin(tx, login);
  if (person?.id === viewer.userId)
    return { owner: { kind: 'USER', id: person.id, login: person.login }, organization: null };
  const held = await holdMembership(tx, login, viewer.userId!);
  if (!held || !allowsFineGrained(held.policy))
    throw invalid({ resourceOwner: `Cannot find the specified resource owner: ${login}` });
  const { id, login: name } = held.organization;
  return { owner: { kind: 'ORGANIZATION', id, login: name }, ...held };
}

function mustFitPolicy(target: Target, wish: Expiry, expiresAt: Date | null, now: Date): void {
  if (!target.organization) return;
  const limit = { login: target.organization.login, maxDays: target.policy.fineGrainedMaxDays };
  const problems = problemsWithLifetime(wish, { now, expiresAt }, limit);
  if (Object.keys(problems).length > 0) throw invalid(problems);
}

function permissionsFor(input: CreateFineGrainedTokenInput, owner: Owner): PermissionMap {
  const read = readPermissions(input.permissions ?? [], owner.kind, input.repositorySelection !== 'NONE');
  if ('problems' in read) throw invalid(read.problems);
  return read.permissions;
}
