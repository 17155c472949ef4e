import { LIMITS } from '@countersign/schema';
import type { Caller } from '../../access/caller.ts';
import { invalid } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { mailJob } from '../../platform/mail/mail-job.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { findOrganization } from '../organizations/find-organization.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { distinct, type GivenId } from '../token-requests/given-id.ts';
import { namesOfTokens } from '../tokens/names-of-tokens.ts';
import { tooLong } from '../tokens/token.rules.ts';
import type { TokenGrant } from './token-grant.entity.ts';
import type { RevokedMail } from './token-grant.mail.ts';
import { endGrants, findIdsToRevoke, lockTokenGrants, type TokenGrantFilter } from './token-grant.store.ts';

export type RevokeInput = {
  /** The organization's login. */
  organization: string;
  grantIds?: readonly GivenId[] | null;
  filter?: TokenGrantFilter | null;
  /** With `filter`: the moment its list was read; later grants are left alone. */
  asOf?: Date | null;
  reason?: string | null;
};

export type RevocationFailure = { grantId: string | number; code: 'NOT_FOUND' | 'ALREADY_REVOKED'; message: string };
/** The lists hold at most 1,000 each; the counts count all. */
export type RevokeOutcome = {
  revoked: TokenGrant[];
  failures: RevocationFailure[];
  revokedCount: number;
  failureCount: number;
  totalCount: number;
};

const NOT_FOUND = { code: 'NOT_FOUND', message: 'There is no such active token.' } as const;
const ALREADY = { code: 'ALREADY_REVOKED', message: 'The access has already ended.' } as const;

/**
 * Ends the access of tokens to the organization, on their next use: named ones (1 to 100), or all that match a filter (GN-1, GN-2). The tokens survive
 * and read what is public; their users are mailed. Batches are transactions of a constant number of statements.
 */
export async function revokeTokenGrants(caller: Caller, input: RevokeInput): Promise<RevokeOutcome> {
  const organization = await findOrganization(caller, input.organization);
  caller.viewer.mustHave('organization_personal_access_tokens:write', { organizationId: organization.id });
  mustBeWellFormed(input);
  const { revoked, failures } = input.grantIds
    ? await revokeByIds(caller, organization, input.grantIds, input.reason)
    : await revokeByFilter(caller, organization, input);
  return {
    revoked: revoked.slice(0, LIMITS.decisionBatch),
    failures: failures.slice(0, LIMITS.decisionBatch),
    revokedCount: revoked.length,
    failureCount: failures.length,
    totalCount: revoked.length + failures.length,
  };
}

function mustBeWellFormed({ grantIds, filter, asOf, reason }: RevokeInput): void {
  const one = 'Give exactly one of grantIds and filter.';
  const problems = {
    ...(Boolean(grantIds) === Boolean(filter) && { grantIds: one, filter: one }),
    ...(grantIds && grantIds.length === 0 && { grantIds: 'Name at least one active token.' }),
    ...(grantIds &&
      distinct(grantIds) > LIMITS.decisionIds && { grantIds: `At most ${LIMITS.decisionIds} active tokens.` }),
    ...(filter && !asOf && { asOf: 'With a filter, say when its list was read.' }),
    ...(grantIds && asOf && { asOf: 'asOf goes with filter.' }),
    ...tooLong('reason', reason, LIMITS.reason),
  };
  if (Object.keys(problems).length > 0) throw invalid(problems);
}

type Outcome = Pick<RevokeOutcome, 'revoked' | 'failures'>;

async function revokeByIds(
  caller: Caller,
  organization: Organization,
  given: readonly GivenId[],
  reason?: string | null,
): Promise<Outcome> {
  const ids = [...new Set(given.flatMap(({ id }) => (id === null ? [] : [id])))];
  const outcome = await caller.database.transaction((tx) => revokeBatch(tx, caller, organization, ids, reason));
  const givenFor = new Map(given.map(({ id, given: text }) => [id, text]));
  const strange = new Set(given.flatMap(({ id, given: text }) => (id === null ? [text] : [])));
  const failures = outcome.failures.map((failure) => ({ ...failure, grantId: givenFor.get(Number(failure.grantId))! }));
  return { ...outcome, failures: [...failures, ...[...strange].map((grantId) => ({ grantId, ...NOT_FOUND }))] };
}

async function revokeByFilter(
  caller: Caller,
  organization: Organization,
  { filter, asOf, reason }: RevokeInput,
): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (let afterId = 0, isMore = true; isMore;) {
    // One transaction after the other, so that none holds more than a batch of locks.
    // oxlint-disable-next-line no-await-in-loop
    const ids = await caller.database.transaction(async (tx) => {
      const batch = await findIdsToRevoke(tx, organization.id, {
        filter: filter!,
        asOf: new Date(Math.min(asOf!.getTime(), caller.now.getTime())),
        afterId,
        limit: LIMITS.decisionBatch,
      });
      outcomes.push(await revokeBatch(tx, caller, organization, batch, reason));
      return batch;
    });
    afterId = ids.at(-1) ?? afterId;
    isMore = ids.length === LIMITS.decisionBatch;
  }
  return {
    revoked: outcomes.flatMap(({ revoked }) => revoked),
    failures: outcomes.flatMap(({ failures }) => failures),
  };
}

async function revokeBatch(
  tx: Tx,
  { viewer, now, settings }: Caller,
  organization: Organization,
  ids: readonly number[],
  reason: string | null = null,
): Promise<Outcome> {
  const grants = await lockTokenGrants(tx, organization.id, ids);
  const live = grants.filter(({ endedAt }) => endedAt === null);
  const found = new Set(grants.map(({ id }) => id));
  const failures: RevocationFailure[] = [
    ...grants.filter(({ endedAt }) => endedAt !== null).map(({ id }) => ({ grantId: id, ...ALREADY })),
    ...ids.filter((id) => !found.has(id)).map((grantId) => ({ grantId, ...NOT_FOUND })),
  ];
  if (live.length === 0) return { revoked: [], failures };

  const names = await namesOfTokens(
    tx,
    live.map(({ tokenId }) => tokenId),
  );
  const revoked = await endGrants(tx, live, { at: now, cause: 'REVOKED', by: viewer.actor });
  await recordAudit(
    tx,
    viewer.actor,
    now,
    revoked.map(({ id, tokenId, userId }) => ({
      log: { organizationId: organization.id },
      action: 'personal_access_token.access_revoked',
      subject: { type: 'token_grant', id, name: names.get(tokenId)! },
      details: { token_id: tokenId, user_id: userId, reason: reason?.trim() || null },
    })),
  );
  const mailOf = ({ tokenId, userId }: TokenGrant) => {
    const data: RevokedMail = {
      tokenName: names.get(tokenId)!,
      organization: organization.login,
      revoker: viewer.actor.login!,
      reason: reason?.trim() || null,
      tokenUrl: `${settings.publicUrl}/settings/personal-access-tokens/${tokenId}`,
    };
    return mailJob({ template: 'token-grant-revoked', userId, data });
  };
  await addJobs(tx, revoked.map(mailOf));
  return { revoked, failures };
}
