import { type Owner, USER_LEVELS, type UserLevel } from '../../access/access.rules.ts';
import type { Tx } from '../../platform/database/database.ts';
import { type Page, type PageOf, pageOf } from '../../platform/database/keyset.ts';
import { lookUp } from '../../platform/database/look-up.ts';
import { rowsById } from '../../platform/database/rows-by-id.ts';
import { type Placed, rowsByPlace } from '../../platform/database/rows-by-place.ts';
import { containing } from '../../platform/database/text-search.ts';
import type { RepositoryChoice } from './choose-repositories.ts';
import { Repository } from './repository.entity.ts';
import type { Sight } from './sight.ts';

/** A repository, whose it is, and what one person may do there at this moment. (TK-9) */
export type RepositoryInSight = Repository & { owner: Owner; userLevel: UserLevel | null };

// What a person may do: owner of the repository or of its organization, else the better of the organization's base permission and their own access.
const PLACE = (person: string) => `LEFT JOIN users owner_user ON owner_user.id = repository.owner_user_id
  LEFT JOIN organizations organization ON organization.id = repository.owner_organization_id
  LEFT JOIN memberships membership ON membership.organization_id = organization.id AND membership.user_id = ${person}
  LEFT JOIN repository_accesses access ON access.repository_id = repository.id AND access.user_id = ${person}`;
const PLACED = `repositories repository ${PLACE('$1')}`;
const RANK = (person: string) => `greatest(
  (repository.visibility = 'PUBLIC')::int,
  CASE WHEN repository.owner_user_id = ${person} OR membership.role = 'OWNER' THEN 3 ELSE 0 END,
  CASE WHEN membership.id IS NULL THEN 0 ELSE array_position(ARRAY['READ', 'WRITE', 'ADMIN'], organization.base_permission) END,
  array_position(ARRAY['READ', 'WRITE', 'ADMIN'], access.level))`;
const COLUMNS_FOR = (
  person: string,
) => `repository.id, repository.owner_user_id AS "ownerUserId", repository.owner_organization_id AS "ownerOrganizationId",
  repository.name, repository.description, repository.visibility, repository.created_at AS "createdAt",
  coalesce(owner_user.login, organization.login) AS "ownerLogin", ${RANK(person)} AS rank`;
const COLUMNS = COLUMNS_FOR('$1');

type Row = Repository & { ownerLogin: string; rank: number };

const inSight = (row: Row): RepositoryInSight => {
  const { ownerOrganizationId, ownerUserId, ownerLogin, rank } = row;
  const owner: Owner = ownerOrganizationId
    ? { kind: 'ORGANIZATION', id: ownerOrganizationId, login: ownerLogin }
    : { kind: 'USER', id: ownerUserId!, login: ownerLogin };
  // Pages are full of repositories: what was read as one is not made into one anew.
  const repository = row instanceof Repository ? row : Object.assign(new Repository(), row);
  return Object.assign(repository, { owner, userLevel: USER_LEVELS[rank - 1] ?? null });
};
const RowAsRepository: new () => Row = Repository as never;

const FIND_BY_IDS = {
  name: 'find-repositories',
  text: `SELECT ${COLUMNS} FROM ${PLACED} WHERE repository.id = ANY($2::bigint[])`,
  Row: RowAsRepository,
};

/** The repositories with these ids, with what the person may do in each. */
export async function findRepositories(
  tx: Tx,
  ids: readonly number[],
  userId: number | null,
): Promise<RepositoryInSight[]> {
  const rows = await lookUp<Row>(tx, FIND_BY_IDS, [userId, ids]);
  return rows.map(inSight);
}

export type NamedRepository = {
  owner: string;
  name: string;
  /** Who asks: a person by their id, or whoever holds the token with this hash of its secret, in hexadecimal. */
  asker: { userId: number | null } | { tokenHash: string };
};

const FIND_BY_NAMES = {
  name: 'find-repositories-by-name',
  text: `SELECT asked.place::int AS place, ${COLUMNS_FOR('person.id')}
       FROM unnest((SELECT $1::bigint[]), (SELECT $2::text[]), (SELECT $3::text[]), (SELECT $4::text[]))
            WITH ORDINALITY AS asked(user_id, token_hash, owner, name, place)
       CROSS JOIN LATERAL (
         SELECT * FROM repositories WHERE owner_organization_id = (SELECT id FROM organizations WHERE login = lower(asked.owner)) AND lower(name) = lower(asked.name)
         UNION ALL
         SELECT * FROM repositories WHERE owner_user_id = (SELECT id FROM users WHERE login = lower(asked.owner)) AND lower(name) = lower(asked.name)
         LIMIT 1) AS repository
       CROSS JOIN LATERAL (
         SELECT coalesce(asked.user_id, (SELECT user_id FROM tokens WHERE secret_hash = decode(asked.token_hash, 'hex'))) AS id OFFSET 0) AS person
       ${PLACE('person.id')}`,
};

/** By the names in their addresses, whose case does not matter, each with what its asker may do there; null where there is none. (SN-5) */
export async function findRepositoriesByName(
  tx: Tx,
  named: readonly NamedRepository[],
): Promise<(RepositoryInSight | null)[]> {
  const rows = await lookUp<Placed<Row>>(tx, FIND_BY_NAMES, [
    named.map(({ asker }) => ('userId' in asker ? asker.userId : null)),
    named.map(({ asker }) => ('tokenHash' in asker ? asker.tokenHash : null)),
    named.map(({ owner }) => owner),
    named.map(({ name }) => name),
  ]);
  return rowsByPlace(named, rows).map((row) => row && inSight(row));
}

/** Those of one owner that are named, by name or id, with what the person may do in each. */
export async function findChosen(
  tx: Tx,
  owner: Owner,
  choices: readonly RepositoryChoice[],
  userId: number | null,
): Promise<RepositoryInSight[]> {
  const rows: Row[] = await tx.query(
    `SELECT ${COLUMNS} FROM ${PLACED}
      WHERE ${owner.kind === 'USER' ? 'repository.owner_user_id' : 'repository.owner_organization_id'} = $2
        AND (repository.id = ANY($3) OR lower(repository.name) = ANY($4)) ORDER BY repository.id`,
    [
      userId,
      owner.id,
      choices.flatMap((choice) => ('id' in choice ? [choice.id] : [])),
      choices.flatMap((choice) => ('name' in choice ? [choice.name.toLowerCase()] : [])),
    ],
  );
  return rows.map(inSight);
}

export type RepositoryListing = { owner: Owner; text?: string | null };

/** The repositories of an owner that are in sight, by name. */
export async function findRepositoriesPage(
  tx: Tx,
  { owner, text }: RepositoryListing,
  sight: Sight,
  page: Page,
): Promise<PageOf<RepositoryInSight>> {
  const query = tx
    .createQueryBuilder(Repository, 'repository')
    .where(owner.kind === 'USER' ? { ownerUserId: owner.id } : { ownerOrganizationId: owner.id });
  if (text) query.andWhere('repository.name ILIKE :text', { text: containing(text) });
  const [condition, parameters] = sightCondition(sight);
  query.andWhere(condition, parameters);
  const found = await pageOf(query, page, { by: 'repository.name', direction: 'ASC' });
  const rows = await findRepositories(
    tx,
    found.rows.map(({ id }) => id),
    sight.userId,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return { ...found, rows: found.rows.map(({ id }) => byId.get(id)!) };
}

export type RepositoryOrder = {
  by: 'name' | 'createdAt';
  direction: 'ASC' | 'DESC';
  visibility: Repository['visibility'] | null;
};

/** The repositories of an owner that are in sight, by the number of the page, as REST counts them; and how many there are. */
export async function findRepositoriesAt(
  tx: Tx,
  owner: Owner,
  sight: Sight,
  { by, direction, visibility, offset, limit }: RepositoryOrder & { offset: number; limit: number },
): Promise<{ rows: RepositoryInSight[]; totalCount: number }> {
  const query = tx
    .createQueryBuilder(Repository, 'repository')
    .where(owner.kind === 'USER' ? { ownerUserId: owner.id } : { ownerOrganizationId: owner.id });
  if (visibility) query.andWhere({ visibility });
  const [condition, parameters] = sightCondition(sight);
  query.andWhere(condition, parameters);
  query.orderBy(`repository.${by}`, direction).addOrderBy('repository.id', direction).offset(offset).limit(limit);
  const [found, totalCount] = await query.getManyAndCount();
  const rows = rowsById(
    found.map(({ id }) => id),
    await findRepositories(
      tx,
      found.map(({ id }) => id),
      sight.userId,
    ),
    ({ id }) => id,
  );
  return { rows: rows.map((row) => row!), totalCount };
}

function sightCondition({ userId, beyondPublic }: Sight): [string, Record<string, unknown>] {
  const isPublic = `repository.visibility = 'PUBLIC'`;
  if (beyondPublic === null) return [isPublic, {}];
  const { ownerUserId, ownerOrganizationId, ids, exceptOrganizationIds, given } = beyondPublic;
  const conditions = [
    userId === null
      ? 'true'
      : `repository.id IN (SELECT repository.id FROM repositories repository ${PLACE(':userId')} WHERE ${RANK(':userId')} > 0)`,
    ...(ownerUserId ? ['repository.owner_user_id = :sightUserId'] : []),
    ...(ownerOrganizationId ? ['repository.owner_organization_id = :sightOrganizationId'] : []),
    ...(exceptOrganizationIds?.length ? ['(repository.owner_organization_id <> ALL(:sightExcept)) IS NOT FALSE'] : []),
    ...(ids ? ['repository.id = ANY(:sightIds)'] : []),
    ...(given
      ? ['(repository.owner_organization_id = ANY(:sightGivenIn) OR repository.id = ANY(:sightGivenIds))']
      : []),
  ];
  return [
    `(${isPublic} OR (${conditions.join(' AND ')}))`,
    {
      userId,
      sightUserId: ownerUserId,
      sightOrganizationId: ownerOrganizationId,
      sightIds: ids,
      sightExcept: exceptOrganizationIds,
      sightGivenIn: given?.organizationIds,
      sightGivenIds: given?.ids,
    },
  ];
}

/** Null when the owner has one of that name already. */
export async function insertRepository(tx: Tx, repository: Omit<Repository, 'id'>): Promise<number | null> {
  const rows: { id: number }[] = await tx.query(
    `INSERT INTO repositories (owner_user_id, owner_organization_id, name, description, visibility, created_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id`,
    [
      repository.ownerUserId,
      repository.ownerOrganizationId,
      repository.name,
      repository.description,
      repository.visibility,
      repository.createdAt,
    ],
  );
  return rows[0]?.id ?? null;
}

export const updateRepositoryRow = (
  tx: Tx,
  id: number,
  change: Partial<Pick<Repository, 'visibility' | 'description'>>,
) => tx.update(Repository, { id }, change);

/** The repository as it is now, kept from changing until the transaction ends; so is who has access to it, by those who ask here first. */
export const lockRepository = (tx: Tx, id: number): Promise<Repository> =>
  tx.createQueryBuilder(Repository, 'repository').where({ id }).setLock('for_no_key_update').getOneOrFail();
