import type { Tx } from '../../platform/database/database.ts';
import { BulkDecision } from './bulk-decision.entity.ts';

type New = Omit<BulkDecision, 'id' | 'status' | 'cursorId' | 'decidedCount' | 'failureCount'>;

export const insertBulkDecision = (tx: Tx, bulk: New): Promise<BulkDecision> =>
  tx.save(tx.create(BulkDecision, { ...bulk, status: 'RUNNING', cursorId: 0, decidedCount: 0, failureCount: 0 }));

export const lockBulkDecision = (tx: Tx, id: number): Promise<BulkDecision | null> =>
  tx.createQueryBuilder(BulkDecision, 'bulk').where({ id }).setLock('pessimistic_write').getOne();

export const saveProgress = (
  tx: Tx,
  { id, ...progress }: Pick<BulkDecision, 'id' | 'status' | 'cursorId' | 'decidedCount' | 'failureCount'>,
) => tx.update(BulkDecision, { id }, progress);

export const findBulkDecision = (tx: Tx, organizationId: number, id: number): Promise<BulkDecision | null> =>
  tx.findOneBy(BulkDecision, { id, organizationId });

export const findBulkDecisions = (tx: Tx, ids: readonly number[]): Promise<BulkDecision[]> =>
  tx
    .createQueryBuilder(BulkDecision, 'bulk')
    .where('bulk.id = ANY(:ids)', { ids: [...ids] })
    .getMany();
