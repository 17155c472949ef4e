import type { Tx } from '../../platform/database/database.ts';
import type { EnterpriseTokenPolicy } from '../token-policies/token-policy.rules.ts';
import type { Enterprise } from './enterprise.entity.ts';
import { updateEnterprise } from './enterprise.store.ts';

/** Writes what an enterprise demands of tokens, and counts the change. Its row was locked by `lockEnterprise`. (PO-2) */
export async function saveEnterprisePolicy(
  tx: Tx,
  enterprise: Enterprise,
  change: Partial<EnterpriseTokenPolicy>,
): Promise<Enterprise> {
  const values = { ...change, policyVersion: enterprise.policyVersion + 1 };
  await updateEnterprise(tx, enterprise.id, values);
  return Object.assign(enterprise, values);
}
