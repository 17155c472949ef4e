import type { Caller, Settings } from '../../access/caller.ts';
import type { Actor } from '../../access/viewer.ts';
import { invalid } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import type { Enterprise } from '../enterprises/enterprise.entity.ts';
import { policyFor } from '../token-policies/token-policy.rules.ts';
import { claimLoginFor } from '../users/claim-login.ts';
import { entriesOf } from './move-organization.ts';
import type { Organization } from './organization.entity.ts';
import { insertMembership, insertOrganization } from './organization.store.ts';

export type CreateOrganizationInput = {
  login: string;
  name?: string | null;
  ownerId: number;
  enterprise?: Pick<Enterprise, 'id' | 'slug'> | null;
};
type By = { actor: Actor; now: Date; settings: Pick<Settings, 'optInByDefault'> };

/** Makes an organization with its first owner. Its policy is PO-1's defaults; fine-grained tokens are on when the operator says so (PO-3). INVALID names the bad field. */
export async function createOrganization(
  tx: Tx,
  input: CreateOrganizationInput,
  { actor, now, settings }: By,
): Promise<Organization> {
  const login = input.login.toLowerCase();
  if ((input.name?.length ?? 0) > 100) throw invalid({ name: 'A name has at most 100 characters.' });
  await claimLoginFor(tx, login);
  const organization = await insertOrganization(tx, {
    login,
    name: input.name ?? null,
    enterpriseId: input.enterprise?.id ?? null,
    basePermission: 'READ',
    createdAt: now,
    optedInAt: settings.optInByDefault ? now : null,
    fineGrainedAccess: 'ALLOWED',
    classicAccess: 'ALLOWED',
    approval: 'REQUIRED',
    fineGrainedMaxDays: 366,
    classicMaxDays: null,
    policyVersion: 1,
  });
  await insertMembership(tx, { organizationId: organization.id, userId: input.ownerId, role: 'OWNER', createdAt: now });
  const subject = { type: 'organization', id: organization.id, name: login } as const;
  await recordAudit(tx, actor, now, [
    { log: { organizationId: organization.id }, action: 'org.create', subject },
    ...(input.enterprise ? entriesOf('business.add_organization', organization, input.enterprise) : []),
  ]);
  return organization;
}

/** A signed-in person makes an organization and is its first owner. */
export async function createOwnOrganization(
  caller: Caller,
  input: { login: string; name?: string | null },
): Promise<Organization> {
  const ownerId = caller.viewer.mustBeSession();
  const by = { actor: caller.viewer.actor, now: caller.now, settings: caller.settings };
  const organization = await caller.database.transaction((tx) => createOrganization(tx, { ...input, ownerId }, by));
  caller.viewer.gain(organization.id, {
    login: organization.login,
    role: 'OWNER',
    policy: policyFor(organization, null, false),
  });
  return organization;
}
