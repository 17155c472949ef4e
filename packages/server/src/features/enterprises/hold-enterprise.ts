import type { Tx } from '../../platform/database/database.ts';
import type { Enterprise } from './enterprise.entity.ts';
import { isEnterpriseOwner, lockEnterpriseForChange, shareEnterprise } from './enterprise.store.ts';

/** An organization's enterprise as it is now, whose policy does not change until the transaction ends; null where it has none. */
export const holdEnterprise = (tx: Tx, id: number | null): Promise<Enterprise> | null =>
  id === null ? null : shareEnterprise(tx, id);

/** The enterprise as it is now, for who changes its policy. Whoever needs an organization's lock too takes that first. */
export const lockEnterprise = (tx: Tx, id: number): Promise<Enterprise> => lockEnterpriseForChange(tx, id);

/** Whether a person is one of an enterprise's owners: its administrators. (PO-2) */
export const isAdministrator = (tx: Tx, enterprise: Enterprise | null, userId: number): Promise<boolean> | false =>
  enterprise !== null && isEnterpriseOwner(tx, enterprise.id, userId);
