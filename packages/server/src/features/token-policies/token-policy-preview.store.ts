import type { Tx } from '../../platform/database/database.ts';
import { type Page, type PageOf, pageOf } from '../../platform/database/keyset.ts';
import { TokenGrant } from '../token-grants/token-grant.entity.ts';
import { Token } from '../tokens/token.entity.ts';
import { User } from '../users/user.entity.ts';
import type { PolicyTurn } from './policy-turn.rules.ts';

export type BlockedCounts = Readonly<{
  blockedTokenCount: number;
  blockedFineGrainedTokenCount: number;
  blockedClassicTokenCount: number;
  blockedPersonCount: number;
}>;

/** The grant of a token that a change would block, and why it would. */
export type BlockedGrant = TokenGrant & { code: 'POLICY' | 'LIFETIME' };

// Plain SQL: the turns of all organizations go in as arrays, so that counting is one statement for any number of organizations and tokens.
// It says in SQL what `decideAccess` says of one token; a test compares the two.

const ARRAYS = [
  'organizationIds',
  'kinds',
  'administrators',
  'wasOpen',
  'wasDays',
  'becomesOpen',
  'becomesDays',
] as const;
const TYPES = ['bigint[]', 'text[]', 'boolean[]', 'boolean[]', 'integer[]', 'boolean[]', 'integer[]'];

const arraysOf = (turns: readonly PolicyTurn[]): Record<(typeof ARRAYS)[number], unknown[]> => ({
  organizationIds: turns.map(({ organizationId }) => organizationId),
  kinds: turns.map(({ kind }) => kind),
  administrators: turns.map(({ isAdministrator }) => isAdministrator),
  wasOpen: turns.map(({ was }) => was.isOpen),
  wasDays: turns.map(({ was }) => was.maxDays),
  becomesOpen: turns.map(({ becomes }) => becomes.isOpen),
  becomesDays: turns.map(({ becomes }) => becomes.maxDays),
});

const turnsFrom = (names: readonly string[]) =>
  `(SELECT * FROM unnest(${names.map((name, at) => `${name}::${TYPES[at]}`).join(', ')})
      AS turns(organization_id, kind, is_administrator, was_open, was_days, becomes_open, becomes_days))`;

/** Whether a person is, or is not, an owner of the enterprise above the turn's organization, as the turn says. */
const isMeant = (userId: string) =>
  `turn.is_administrator = ((turn.organization_id, ${userId}) IN (
     SELECT below.id, administrator.user_id
       FROM organizations below JOIN enterprise_owners administrator ON administrator.enterprise_id = below.enterprise_id))`;

/** What `exceedsLifetime` says, the other way round. (PO-5) */
const fits = (days: string) =>
  `(${days} IS NULL OR coalesce(token.expires_at - token.issued_at <= ${days} * interval '1 day', false))`;
const IS_TURNED_AWAY = `turn.was_open AND ${fits('turn.was_days')} AND NOT (turn.becomes_open AND ${fits('turn.becomes_days')})`;

/** What `tokenHolds` says. (EX-1, EX-2, EX-9) */
const holds = (now: string) =>
  `token.deleted_at IS NULL AND token.revoked_at IS NULL AND (token.expires_at IS NULL OR token.expires_at > ${now}) AND person.suspended_at IS NULL`;

type Asked = {
  turns: readonly PolicyTurn[];
  now: Date;
  /** Any one of which reaches something of an organization one is a member of, or of a repository one was given without that. */
  memberScopes: readonly string[];
  repositoryScopes: readonly string[];
};

/** How many tokens that reach something private now would not any more, and of how many people. A token that several organizations block counts once. */
export async function countBlocked(
  tx: Tx,
  { turns, now, memberScopes, repositoryScopes }: Asked,
): Promise<BlockedCounts> {
  const arrays = arraysOf(turns);
  const [counts]: [BlockedCounts] = await tx.query(
    `WITH turn AS ${turnsFrom(ARRAYS.map((_, at) => `$${at + 1}`))}, holder AS (
       SELECT organization_id, user_id, $9::text[] AS scopes FROM memberships WHERE organization_id = ANY($1)
       UNION ALL
       SELECT DISTINCT repository.owner_organization_id, access.user_id, $10::text[]
         FROM repositories repository JOIN repository_accesses access ON access.repository_id = repository.id
        WHERE repository.owner_organization_id = ANY($1)
     ), blocked AS (
       SELECT token.id, token.kind, token.user_id
         FROM turn
         JOIN token_grants live ON live.organization_id = turn.organization_id AND live.ended_at IS NULL
         JOIN tokens token ON token.id = live.token_id AND token.kind = turn.kind
         JOIN users person ON person.id = token.user_id
        WHERE turn.kind = 'FINE_GRAINED' AND ${isMeant('live.user_id')} AND ${holds('$8')} AND ${IS_TURNED_AWAY}
       UNION
       SELECT token.id, token.kind, token.user_id
         FROM turn
         JOIN holder ON holder.organization_id = turn.organization_id
         JOIN users person ON person.id = holder.user_id
         JOIN tokens token ON token.user_id = person.id AND token.kind = turn.kind
        WHERE turn.kind = 'CLASSIC' AND token.scopes && holder.scopes AND ${isMeant('holder.user_id')} AND ${holds('$8')} AND ${IS_TURNED_AWAY}
     )
     SELECT count(*)::int AS "blockedTokenCount",
            count(*) FILTER (WHERE kind = 'FINE_GRAINED')::int AS "blockedFineGrainedTokenCount",
            count(*) FILTER (WHERE kind = 'CLASSIC')::int AS "blockedClassicTokenCount",
            count(DISTINCT user_id)::int AS "blockedPersonCount"
       FROM blocked`,
    [...ARRAYS.map((name) => arrays[name]), now, memberScopes, repositoryScopes],
  );
  return counts;
}

/** The grants of the fine-grained ones, oldest first. */
export async function findBlockedGrants(
  tx: Tx,
  { turns, now }: Pick<Asked, 'turns' | 'now'>,
  page: Page,
): Promise<PageOf<BlockedGrant>> {
  const fineGrained = turns.filter(({ kind }) => kind === 'FINE_GRAINED');
  const query = tx
    .createQueryBuilder(TokenGrant, 'live')
    .innerJoin(Token, 'token', 'token.id = live.token_id')
    .innerJoin(User, 'person', 'person.id = live.user_id')
    .innerJoin(turnsFrom(ARRAYS.map((name) => `:${name}`)), 'turn', 'turn.organization_id = live.organization_id')
    .where(`live.ended_at IS NULL AND ${isMeant('live.user_id')} AND ${holds(':now')} AND ${IS_TURNED_AWAY}`)
    .setParameters({ ...arraysOf(fineGrained), now });
  const found = await pageOf(query, page, { by: 'live.grantedAt', direction: 'ASC' });
  const closed = new Set(fineGrained.flatMap((turn) => (turn.becomes.isOpen ? [] : [turn.organizationId])));
  return {
    ...found,
    rows: found.rows.map((grant) =>
      Object.assign(grant, { code: closed.has(grant.organizationId) ? ('POLICY' as const) : ('LIFETIME' as const) }),
    ),
  };
}
