import type { Tx } from '../../platform/database/database.ts';
import { Enterprise, EnterpriseOwner } from './enterprise.entity.ts';

export const findEnterpriseBySlug = (tx: Tx, slug: string): Promise<Enterprise | null> =>
  tx.findOneBy(Enterprise, { slug: slug.toLowerCase() });

export const findEnterprises = (tx: Tx, ids: readonly number[]): Promise<Enterprise[]> =>
  tx
    .createQueryBuilder(Enterprise, 'enterprise')
    .where('enterprise.id = ANY(:ids)', { ids: [...ids] })
    .getMany();

/** Null when the slug is taken. */
export async function insertEnterprise(
  tx: Tx,
  enterprise: Pick<Enterprise, 'slug' | 'name' | 'createdAt'>,
): Promise<Enterprise | null> {
  const { raw } = await tx
    .createQueryBuilder()
    .insert()
    .into(Enterprise)
    .values(enterprise)
    .orIgnore()
    .returning('id')
    .execute();
  const [made] = raw as { id: number }[];
  return made ? tx.findOneBy(Enterprise, { id: made.id }) : null;
}

/** The enterprise as it is now, whose policy does not change until the transaction ends. */
export const shareEnterprise = (tx: Tx, id: number): Promise<Enterprise> =>
  tx.createQueryBuilder(Enterprise, 'enterprise').where({ id }).setLock('pessimistic_read').getOneOrFail();

/** The enterprise as it is now, for who changes its policy: alone, after all who were deciding under it. */
export const lockEnterpriseForChange = (tx: Tx, id: number): Promise<Enterprise> =>
  tx.createQueryBuilder(Enterprise, 'enterprise').where({ id }).setLock('for_no_key_update').getOneOrFail();

export const updateEnterprise = (tx: Tx, id: number, values: Partial<Enterprise>) =>
  tx.update(Enterprise, { id }, values);

export const isEnterpriseOwner = (tx: Tx, enterpriseId: number, userId: number): Promise<boolean> =>
  tx.existsBy(EnterpriseOwner, { enterpriseId, userId });

/** False when the person is one already. */
export async function insertEnterpriseOwner(tx: Tx, owner: EnterpriseOwner): Promise<boolean> {
  const { raw } = await tx
    .createQueryBuilder()
    .insert()
    .into(EnterpriseOwner)
    .values(owner)
    .orIgnore()
    .returning('user_id')
    .execute();
  return (raw as unknown[]).length > 0;
}

/** Their owners, by login. */
export const findEnterpriseOwnerIds = (
  tx: Tx,
  enterpriseIds: readonly number[],
): Promise<{ enterpriseId: number; userId: number }[]> =>
  tx.query(
    `SELECT owner.enterprise_id AS "enterpriseId", owner.user_id AS "userId"
       FROM enterprise_owners owner JOIN users person ON person.id = owner.user_id
      WHERE owner.enterprise_id = ANY($1) ORDER BY person.login`,
    [enterpriseIds],
  );
