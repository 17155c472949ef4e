import type { Tx } from '../../platform/database/database.ts';
import { type Page, type PageOf, pageOf } from '../../platform/database/keyset.ts';
import { lookUpRows } from '../../platform/database/look-up-rows.ts';
import { type NumberedPage, type NumberedPageOf, numberedPageOf } from '../../platform/database/numbered-page.ts';
import { containing } from '../../platform/database/text-search.ts';
import { User } from '../users/user.entity.ts';
import { Membership, type MemberRole } from './membership.entity.ts';
import { Organization } from './organization.entity.ts';

export const insertOrganization = (tx: Tx, organization: Partial<Organization>): Promise<Organization> =>
  tx.save(tx.create(Organization, organization));

const FIND_BY_LOGIN = { name: 'find-organization-by-login', entity: Organization, where: 'login = $1' };
const FIND_BY_IDS = { name: 'find-organizations', entity: Organization, where: 'id = ANY($1::bigint[])' };

export async function findOrganizationByLogin(tx: Tx, login: string): Promise<Organization | null> {
  const [organization] = await lookUpRows(tx, FIND_BY_LOGIN, [login.toLowerCase()]);
  return organization ?? null;
}

export const findOrganizations = (tx: Tx, ids: readonly number[]): Promise<Organization[]> =>
  lookUpRows(tx, FIND_BY_IDS, [ids]);

export const findOrganizationsPage = (tx: Tx, ids: readonly number[], page: Page): Promise<PageOf<Organization>> =>
  pageOf(
    tx.createQueryBuilder(Organization, 'organization').where('organization.id = ANY(:ids)', { ids: [...ids] }),
    page,
    { by: 'organization.login', direction: 'ASC' },
  );

/** The same, by the number of the page, in the order in which they were made. */
export const findOrganizationsAt = (
  tx: Tx,
  ids: readonly number[],
  page: NumberedPage,
): Promise<NumberedPageOf<Organization>> =>
  numberedPageOf(
    tx.createQueryBuilder(Organization, 'organization').where('organization.id = ANY(:ids)', { ids: [...ids] }),
    page,
    { by: 'organization.createdAt', direction: 'ASC' },
  );

export async function countPublicRepositories(tx: Tx, organizationId: number): Promise<number> {
  const [row]: { count: number }[] = await tx.query(
    `SELECT count(*)::int AS count FROM repositories WHERE owner_organization_id = $1 AND visibility = 'PUBLIC'`,
    [organizationId],
  );
  return row!.count;
}

/** The organization as it is now, kept from changing until the transaction ends: what is decided is decided under this policy. */
export const lockOrganization = (tx: Tx, id: number): Promise<Organization> =>
  tx.createQueryBuilder(Organization, 'organization').where({ id }).setLock('pessimistic_read').getOneOrFail();

/** The organization as it is now, for who changes its policy or its enterprise: alone, after all who were deciding under it. */
export const lockOrganizationForChange = (tx: Tx, id: number): Promise<Organization> =>
  tx.createQueryBuilder(Organization, 'organization').where({ id }).setLock('for_no_key_update').getOneOrFail();

export const updateOrganization = (tx: Tx, id: number, values: Partial<Organization>) =>
  tx.update(Organization, { id }, values);

const ofEnterprise = (tx: Tx, enterpriseId: number) =>
  tx.createQueryBuilder(Organization, 'organization').where({ enterpriseId });

export const findOrganizationsOfEnterprise = (
  tx: Tx,
  enterpriseId: number,
  page: Page,
): Promise<PageOf<Organization>> =>
  pageOf(ofEnterprise(tx, enterpriseId), page, { by: 'organization.login', direction: 'ASC' });

export const findAllOrganizationsOfEnterprise = (tx: Tx, enterpriseId: number): Promise<Organization[]> =>
  ofEnterprise(tx, enterpriseId).getMany();

/** False when the person is a member already. */
export async function insertMembership(tx: Tx, membership: Omit<Membership, 'id'>): Promise<boolean> {
  const inserted = await tx
    .createQueryBuilder()
    .insert()
    .into(Membership)
    .values(membership)
    .orIgnore()
    .returning('id')
    .execute();
  return (inserted.raw as unknown[]).length > 0;
}

/** Locks a person's membership against leaving and against a change of role. */
export const lockMembership = (tx: Tx, organizationId: number, userId: number): Promise<Membership | null> =>
  tx
    .createQueryBuilder(Membership, 'membership')
    .where({ organizationId, userId })
    .setLock('pessimistic_write')
    .getOne();

/**
 * Locks every owner's membership and one person's, so that two removals cannot leave an organization without an owner.
 * In id order, as decisions lock those of the requesters, so that the two cannot deadlock.
 */
export const lockOwnersAnd = (tx: Tx, organizationId: number, userId: number): Promise<Membership[]> =>
  tx
    .createQueryBuilder(Membership, 'membership')
    .where({ organizationId })
    .andWhere('(membership.role = :owner OR membership.userId = :userId)', {
      owner: 'OWNER' satisfies MemberRole,
      userId,
    })
    .orderBy('membership.id')
    .setLock('pessimistic_write')
    .getMany();

/** Those of the people who are members, kept from leaving until the transaction ends. In id order, so that two cannot deadlock. */
export const holdMemberships = (tx: Tx, organizationId: number, userIds: readonly number[]): Promise<Membership[]> =>
  tx
    .createQueryBuilder(Membership, 'membership')
    .where('membership.organizationId = :organizationId AND membership.userId = ANY(:userIds)', {
      organizationId,
      userIds: [...userIds],
    })
    .orderBy('membership.id')
    .setLock('for_key_share')
    .getMany();

export const deleteMembership = (tx: Tx, id: number) => tx.delete(Membership, { id });

export const updateRole = (tx: Tx, id: number, role: MemberRole) => tx.update(Membership, { id }, { role });

/** Who can decide in each of the organizations: their owners, by login. (RQ-10) */
export const findOwnerIds = (
  tx: Tx,
  organizationIds: readonly number[],
): Promise<{ organizationId: number; userId: number }[]> =>
  tx.query(
    `SELECT membership.organization_id AS "organizationId", person.id AS "userId"
       FROM memberships membership JOIN users person ON person.id = membership.user_id
      WHERE membership.organization_id = ANY($1) AND membership.role = 'OWNER' AND person.suspended_at IS NULL ORDER BY person.login`,
    [organizationIds],
  );

export type Member = User & { role: MemberRole };

/** The members by login; with `text`, those whose login or name holds it. */
export async function findMembers(
  tx: Tx,
  organizationId: number,
  text: string | null,
  page: Page,
): Promise<PageOf<Member>> {
  const query = tx
    .createQueryBuilder(User, 'person')
    .innerJoin(Membership, 'membership', 'membership.user_id = person.id')
    .where('membership.organization_id = :organizationId', { organizationId });
  if (text) query.andWhere(`concat_ws(' ', person.login, person.name) ILIKE :text`, { text: containing(text) });
  const found = await pageOf(query, page, { by: 'person.login', direction: 'ASC' });
  const roles = await rolesOf(
    tx,
    organizationId,
    found.rows.map(({ id }) => id),
  );
  return { ...found, rows: found.rows.map((person) => Object.assign(person, { role: roles.get(person.id)! })) };
}

async function rolesOf(tx: Tx, organizationId: number, userIds: number[]): Promise<Map<number, MemberRole>> {
  const memberships = await tx
    .createQueryBuilder(Membership, 'membership')
    .where('membership.organizationId = :organizationId AND membership.userId = ANY(:userIds)', {
      organizationId,
      userIds,
    })
    .getMany();
  return new Map(memberships.map(({ userId, role }) => [userId, role]));
}
