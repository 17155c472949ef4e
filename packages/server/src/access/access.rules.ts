import { covers, type Level, type PermissionMap } from '@countersign/schema';
import type { TokenPolicy } from '../features/token-policies/token-policy.rules.ts';
import { type Obstacle, obstacleOf, obstacleOfClassic } from './obstacles.rules.ts';
import { scopesFor, scopesOpen } from './scopes.rules.ts';

/** What a person may do in a repository, lowest first. */
export const USER_LEVELS = ['READ', 'WRITE', 'ADMIN'] as const;
export type UserLevel = (typeof USER_LEVELS)[number];

export type Owner = Readonly<{ kind: 'USER' | 'ORGANIZATION'; id: number; login: string }>;

/** What somebody agreed a token may do: the grant of an organization, or the wish itself where a person's own things are concerned. */
export type Reach = Readonly<{
  permissions: PermissionMap;
  repositorySelection: 'NONE' | 'ALL' | 'SUBSET';
  repositoryIds: ReadonlySet<number>;
}>;

export type FineGrainedBearer = Readonly<{
  kind: 'FINE_GRAINED';
  userId: number;
  tokenId: number;
  owner: Owner;
  issuedAt: Date;
  expiresAt: Date | null;
  /** Null where the organization has not agreed (any more). */
  reach: Reach | null;
  /** The state of the latest request, where there is one. */
  latestRequest: 'PENDING' | 'APPROVED' | 'DENIED' | 'CANCELLED' | null;
}>;

/** A classic token: it goes wherever its user goes, as far as its scopes and each organization's policy let it. (TK-7) */
export type ClassicBearer = Readonly<{
  kind: 'CLASSIC';
  userId: number;
  tokenId: number;
  scopes: readonly string[];
  issuedAt: Date;
  expiresAt: Date | null;
}>;

/**
 * An App that a person let act for them: wherever it is installed it does what it may do there, and never more than the person could. By
 * organization; where it is not installed, or suspended, it reaches nothing but what is public. (EX-8)
 */
export type AppUserBearer = Readonly<{
  kind: 'APP_USER';
  userId: number;
  tokenId: number;
  expiresAt: Date | null;
  reaches: ReadonlyMap<number, Reach>;
}>;

/** An App where it is installed: what that organization agreed to, narrowed to what the token was made for. */
type InstallationBearer = Readonly<{ kind: 'APP_INSTALLATION'; organizationId: number; reach: Reach }>;

/** Who asks, with what. A credential that does not hold never gets this far. */
export type Bearer =
  | Readonly<{ kind: 'ANONYMOUS' }>
  | Readonly<{ kind: 'SESSION'; userId: number }>
  | FineGrainedBearer
  | ClassicBearer
  | AppUserBearer
  | InstallationBearer;

/** What is asked for; `userLevel` and `userRole` are what the bearer's user has there at this moment, null for nothing. (TK-9) */
export type Resource =
  | Readonly<{ kind: 'REPOSITORY'; id: number; owner: Owner; isPublic: boolean; userLevel: UserLevel | null }>
  | Readonly<{ kind: 'ORGANIZATION'; id: number; userRole: 'OWNER' | 'MEMBER' | null }>
  | Readonly<{ kind: 'USER'; id: number }>;

/**
 * What the bearer is in an organization, and what that demands of the bearer's tokens now. `role` is null for Apps, and for a person who is no
 * member but was given one of its repositories: policy binds them too.
 */
export type Holding = Readonly<{ login: string; role: 'OWNER' | 'MEMBER' | null; policy: TokenPolicy }>;

/** A permission of the catalogue at a level: what the action needs. */
export type Action = Readonly<{ key: string; level: Level }>;

export type Refusal =
  | Readonly<{ code: 'UNAUTHENTICATED' }>
  | Readonly<{ code: 'NOT_FOUND' }>
  | Readonly<{ code: 'FORBIDDEN'; message: string; mendAt?: string; permission?: string; policy?: string }>;

export type Verdict = Readonly<{ allowed: true }> | Readonly<{ allowed: false; because: Refusal }>;

const ALLOWED: Verdict = { allowed: true };
const UNAUTHENTICATED: Verdict = { allowed: false, because: { code: 'UNAUTHENTICATED' } };
const NOT_FOUND: Verdict = { allowed: false, because: { code: 'NOT_FOUND' } };
const no = (message: string, more: { mendAt?: string; permission?: string; policy?: string } = {}): Verdict => ({
  allowed: false,
  because: { code: 'FORBIDDEN', message, ...more },
});
const named = ({ key, level }: Action) => `${key}:${level}`;
const lacking = (action: Action, mendAt?: string) =>
  no(`This needs the permission ${named(action)}.`, { permission: named(action), mendAt });

/** What everyone may read of a public repository, with any credential or none. (TK-8) */
const PUBLIC_READS = new Set(['contents:read', 'metadata:read']);
/** What an organization lets every member do, not only its owners. */
const MEMBER_ACTIONS = new Set(['members:read']);

/** Whether `held` is enough where a person has to be at `needed`. */
const userLevelCovers = (held: UserLevel | null, needed: UserLevel): boolean =>
  held !== null && USER_LEVELS.indexOf(held) >= USER_LEVELS.indexOf(needed);

const userLevelFor = ({ key, level }: Action): UserLevel =>
  key === 'administration' || level === 'admin' ? 'ADMIN' : level === 'write' ? 'WRITE' : 'READ';

/** A token holds until it expires, to the millisecond, is deleted or revoked, or its user is suspended. (EX-1, EX-2, EX-9) */
export const tokenHolds = (
  token: { expiresAt: Date | null; deletedAt: Date | null; revokedAt: Date | null },
  holder: { suspendedAt: Date | null },
  now: Date,
): boolean =>
  token.deletedAt === null &&
  token.revokedAt === null &&
  holder.suspendedAt === null &&
  (token.expiresAt === null || now < token.expiresAt);

/**
 * THE decision: may this bearer do this to that, at this moment? Git, REST, GraphQL and every other door ask here and nowhere else. (GT-3, GT-4)
 *
 * A refusal says NOT_FOUND unless the bearer's user may see the resource anyway and it belongs to whom the token is for: strangers learn nothing, members learn why.
 * `resource` is null when there is none by that name; `holding` is what the bearer has in the organization that owns it, as it is now.
 */
export function decideAccess(
  bearer: Bearer,
  action: Action,
  resource: Resource | null,
  holding: Holding | null,
): Verdict {
  if (resource?.kind === 'REPOSITORY' && resource.isPublic && PUBLIC_READS.has(named(action))) return ALLOWED;
  if (bearer.kind === 'ANONYMOUS') return UNAUTHENTICATED;
  if (!resource) return NOT_FOUND;
  if (bearer.kind === 'SESSION') return decideForUser(bearer.userId, action, resource);
  if (bearer.kind === 'APP_INSTALLATION') {
    if (organizationOf(resource) !== bearer.organizationId) return NOT_FOUND;
    // What an App was not given, it does not know of.
    if (resource.kind === 'REPOSITORY' && !isWithin(bearer.reach, resource.id)) return NOT_FOUND;
    return covers(bearer.reach.permissions[action.key], action.level) ? ALLOWED : lacking(action);
  }
  if (bearer.kind === 'CLASSIC') return decideForClassic(bearer, action, resource, holding);
  if (bearer.kind === 'APP_USER') return decideForAppUser(bearer, action, resource);
  return decideForFineGrained(bearer, action, resource, holding);
}

const organizationOf = (resource: Resource): number | null =>
  resource.kind === 'ORGANIZATION'
    ? resource.id
    : resource.kind === 'REPOSITORY' && resource.owner.kind === 'ORGANIZATION'
      ? resource.owner.id
      : null;

/** What the person could do by themselves: the ceiling of each of their tokens. (TK-9) */
function decideForUser(userId: number, action: Action, resource: Resource): Verdict {
  if (resource.kind === 'USER') return resource.id === userId ? ALLOWED : lacking(action);
  if (resource.kind === 'ORGANIZATION') {
    if (resource.userRole === null) return NOT_FOUND;
    return resource.userRole === 'OWNER' || MEMBER_ACTIONS.has(named(action)) ? ALLOWED : lacking(action);
  }
  if (resource.userLevel === null) return NOT_FOUND;
  if (userLevelCovers(resource.userLevel, userLevelFor(action))) return ALLOWED;
  return no(`The user may not do this in the repository: it needs ${userLevelFor(action).toLowerCase()} access.`);
}

function decideForFineGrained(
  bearer: FineGrainedBearer,
  action: Action,
  resource: Resource,
  holding: Holding | null,
): Verdict {
  if (resource.kind === 'USER') {
    const held = bearer.owner.kind === 'USER' && resource.id === bearer.userId ? bearer.reach : null;
    return covers(held?.permissions[action.key], action.level) ? ALLOWED : lacking(action);
  }
  const userCould = decideForUser(bearer.userId, action, resource);
  if (!userCould.allowed && userCould.because.code === 'NOT_FOUND') return NOT_FOUND;
  const isOwners =
    resource.kind === 'ORGANIZATION'
      ? bearer.owner.kind === 'ORGANIZATION' && bearer.owner.id === resource.id
      : bearer.owner.kind === resource.owner.kind && bearer.owner.id === resource.owner.id;
  if (!isOwners) return NOT_FOUND;

  const obstacle = obstacleOf(bearer, holding);
  if (obstacle) return blockedBy(obstacle, bearer.owner.login);
  if (!userCould.allowed) return userCould;
  return reaches(bearer, action, resource);
}

/** A classic token is for whatever its user has: their own things, and those of every organization they are a member of. (GT-3) */
function decideForClassic(bearer: ClassicBearer, action: Action, resource: Resource, holding: Holding | null): Verdict {
  const userCould = decideForUser(bearer.userId, action, resource);
  if (!userCould.allowed && userCould.because.code === 'NOT_FOUND') return NOT_FOUND;
  const onPublic = resource.kind === 'REPOSITORY' && resource.isPublic;
  const isOpen = scopesOpen(bearer.scopes, action, onPublic);
  const verdict = userCould.allowed && !isOpen ? lackingScope(bearer, action, onPublic) : userCould;
  const toldWhere = (isTheirs: boolean): Verdict => (isTheirs || verdict.allowed ? verdict : NOT_FOUND);

  if (resource.kind === 'USER') return verdict;
  if (resource.kind === 'REPOSITORY' && resource.owner.kind === 'USER')
    return toldWhere(resource.owner.id === bearer.userId);
  // Nothing of an organization is let through without its policy.
  if (!holding) return NOT_FOUND;
  const obstacle = obstacleOfClassic(bearer, holding);
  if (obstacle) return holding.role === null ? NOT_FOUND : blockedBy(obstacle, holding.login);
  return toldWhere(holding.role !== null);
}

/** What the person could do, as far as the App may where it is installed; of everything else it does not know. (RQ-11, TK-9) */
function decideForAppUser(bearer: AppUserBearer, action: Action, resource: Resource): Verdict {
  const userCould = decideForUser(bearer.userId, action, resource);
  if (resource.kind === 'USER') return lacking(action);
  const organizationId = organizationOf(resource);
  const reach = organizationId === null ? undefined : bearer.reaches.get(organizationId);
  if (!reach || (!userCould.allowed && userCould.because.code === 'NOT_FOUND')) return NOT_FOUND;
  if (resource.kind === 'REPOSITORY' && !isWithin(reach, resource.id)) return NOT_FOUND;
  if (!userCould.allowed) return userCould;
  return covers(reach.permissions[action.key], action.level) ? ALLOWED : lacking(action);
}

function lackingScope({ tokenId }: ClassicBearer, action: Action, onPublic: boolean): Verdict {
  const [scope] = scopesFor(action, onPublic);
  if (!scope) return lacking(action);
  const mendAt = `/settings/tokens/${tokenId}`;
  return no(`This needs the scope ${scope}, which the token does not have.`, { permission: named(action), mendAt });
}

const blockedBy = ({ code, message, mendAt }: Obstacle, login: string): Verdict =>
  no(message, { mendAt, ...((code === 'POLICY' || code === 'LIFETIME') && { policy: login }) });

function reaches({ reach, tokenId }: FineGrainedBearer, action: Action, resource: Resource): Verdict {
  const mendAt = `/settings/personal-access-tokens/${tokenId}`;
  if (!reach) return lacking(action, mendAt);
  if (resource.kind === 'REPOSITORY' && !isWithin(reach, resource.id))
    return no('The token was not given this repository.', { mendAt });
  return covers(reach.permissions[action.key], action.level) ? ALLOWED : lacking(action, mendAt);
}

const isWithin = ({ repositorySelection, repositoryIds }: Reach, repositoryId: number): boolean =>
  repositorySelection === 'ALL' || (repositorySelection === 'SUBSET' && repositoryIds.has(repositoryId));
