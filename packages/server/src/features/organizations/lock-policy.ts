import type { Tx } from '../../platform/database/database.ts';
import type { Organization } from './organization.entity.ts';
import { lockOrganization } from './organization.store.ts';

/** The organization with its policy of now, which does not change until the transaction ends. */
export const lockPolicy = (tx: Tx, organizationId: number): Promise<Organization> =>
  lockOrganization(tx, organizationId);
