import type { Tx } from '../../platform/database/database.ts';
import { Enterprise, EnterpriseOwner } from './enterprise.entity.ts';

export const findEnterprises = (tx: Tx, ids: readonly number[]): Promise<Enterprise[]> =>
  tx
    .createQueryBuilder(Enterprise, 'enterprise')
    .where('enterprise.id = ANY(:ids)', { ids: [...ids] })
    .getMany();

export const insertEnterprise = (tx: Tx, enterprise: Omit<Enterprise, 'id'>): Promise<Enterprise> =>
  tx.save(tx.create(Enterprise, enterprise));

export const insertEnterpriseOwner = (tx: Tx, owner: EnterpriseOwner) => tx.insert(EnterpriseOwner, owner);
