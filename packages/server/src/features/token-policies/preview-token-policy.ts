import type { Caller } from '../../access/caller.ts';
import { REACHING_SCOPES, REPOSITORY_SCOPES } from '../../access/scopes.rules.ts';
import { invalid } from '../../errors.ts';
import type { Page, PageOf } from '../../platform/database/keyset.ts';
import { enterpriseAbove, findOwnedEnterprise } from '../enterprises/find-enterprise.ts';
import { findOwnedOrganization } from '../organizations/find-organization.ts';
import { allOrganizationsOfEnterprise } from '../organizations/list-organizations-of-enterprise.ts';
import {
  type EnterprisePolicyWish,
  type OrganizationPolicyWish,
  planEnterprisePolicy,
  planOrganizationPolicy,
} from './policy-change.rules.ts';
import { type PolicyTurn, turnsOf } from './policy-turn.rules.ts';
import {
  type BlockedCounts,
  type BlockedGrant,
  countBlocked,
  findBlockedGrants,
} from './token-policy-preview.store.ts';

/** What a change would block; `turns` says how, to read the list by. */
export type TokenPolicyPreview = BlockedCounts & Readonly<{ turns: readonly PolicyTurn[] }>;

/** What a change by `updateOrganizationTokenPolicy` would do to the tokens that reach something private now, for the same people and with the same INVALID. (PO-7) */
export async function previewTokenPolicy(
  caller: Caller,
  { organization: login, ...wish }: OrganizationPolicyWish & { organization: string },
): Promise<TokenPolicyPreview> {
  const own = await findOwnedOrganization(caller, login);
  const enterprise = await enterpriseAbove(caller.database.manager, own);
  const { change, problems } = planOrganizationPolicy(own, enterprise, wish);
  if (Object.keys(problems).length > 0) throw invalid(problems);
  return count(caller, turnsOf(own.id, { own, enterprise }, { own: Object.assign({}, own, change), enterprise }));
}

/** The same of a change by `updateEnterpriseTokenPolicy`, over all of its organizations. */
export async function previewEnterpriseTokenPolicy(
  caller: Caller,
  { enterprise: slug, ...wish }: EnterprisePolicyWish & { enterprise: string },
): Promise<TokenPolicyPreview> {
  const enterprise = await findOwnedEnterprise(caller, slug);
  const { change, problems } = planEnterprisePolicy(enterprise, wish);
  if (Object.keys(problems).length > 0) throw invalid(problems);
  const organizations = await allOrganizationsOfEnterprise(caller.database.manager, enterprise.id);
  const changed = Object.assign({}, enterprise, change);
  const turns = organizations.flatMap((own) => turnsOf(own.id, { own, enterprise }, { own, enterprise: changed }));
  return count(caller, turns);
}

const count = async ({ database, now }: Caller, turns: PolicyTurn[]): Promise<TokenPolicyPreview> => ({
  ...(await countBlocked(database.manager, {
    turns,
    now,
    memberScopes: REACHING_SCOPES,
    repositoryScopes: REPOSITORY_SCOPES,
  })),
  turns,
});

/** A page of the fine-grained ones, oldest grant first. Who has a classic one is not for owners to see. (GN-4) */
export const listBlockedTokens = (
  { database, now }: Caller,
  { turns }: TokenPolicyPreview,
  page: Page,
): Promise<PageOf<BlockedGrant>> => findBlockedGrants(database.manager, { turns, now }, page);
