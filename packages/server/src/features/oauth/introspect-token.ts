import { tokenKindOf } from '@countersign/schema';
import { heldBy } from '../../access/authenticate.ts';
import type { Caller } from '../../access/caller.ts';
import type { CredentialRow } from '../../access/credential.store.ts';
import { hexHashOf } from '../../access/secrets.ts';
import type { AccessPermission, Viewer } from '../../access/viewer.ts';
import { AppError, notFound } from '../../errors.ts';
import type { Database } from '../../platform/database/database.ts';
import { subjectOfRepository } from '../repositories/find-repository.ts';
import { namedRepositoriesOf } from '../repositories/repository.loader.ts';
import type { RepositoryInSight } from '../repositories/repository.store.ts';
import type { NoteUse } from '../tokens/last-uses.ts';
import { installedOf } from './installed.loader.ts';
import { hasAccessTo } from './introspection.rules.ts';
import { type InstalledOn, isGiven } from './oauth.store.ts';

/** What an App asks about a token: may it do this in that repository, or, without one, in the organization? */
export type AccessQuestion = Readonly<{
  owner: string;
  repository: string | null;
  /** Null: whether it may see the repository, or has access to the organization at all. */
  permission: AccessPermission | null;
}>;

export type Introspection = Readonly<{
  viewer: Viewer;
  token: CredentialRow;
  /** Why what was asked about is not allowed; null when it is, and when nothing was asked. */
  refusal: AppError | null;
}>;

type Asked = Pick<Caller, 'database' | 'settings' | 'clock'> & { noteUse?: NoteUse };

/** The App that asks has this client secret; whether it is that App, `asking` tells, or rejects. */
type Asking = { asking: Promise<unknown>; clientSecret: string };

/**
 * What a token is, for an App that is installed where the token has access; null for every other, as for one that does not hold (RFC 7662, GT-4).
 * Reads the database anew each time, all at once, beside that for who asks: in three statements, which it shares with all that is asked at the same moment.
 * They are made before it is known who asks, so a client that is not what it says costs as much, but learns nothing.
 * More only where the App is not installed on the organization that is asked about, or for chosen repositories, and for the token of a person's App.
 */
export async function introspectToken(
  { asking, clientSecret }: Asking,
  { secret, question }: { secret: string; question: AccessQuestion | null },
  { database, settings, clock, noteUse }: Asked,
): Promise<Introspection | null> {
  const now = clock();
  // What was never a token is turned away before the database hears of it. (TK-3)
  if (tokenKindOf(secret) === null) return asking.then(() => null);
  const { owner = null, repository: name = null } = question ?? {};
  const app = { clientSecretHash: hexHashOf(clientSecret) };
  const asker = { tokenHash: hexHashOf(secret) };
  const [held, near, repository] = await Promise.all([
    heldBy(secret, { ip: null, requestId: null }, { database, settings, now }),
    owner === null ? [] : installedOf(database).load({ app, organizationIds: [], owner }),
    owner !== null && name !== null ? namedRepositoriesOf(database).load({ owner, name, asker }) : null,
    asking,
  ]);
  if (!held) return null;
  const { viewer, token } = held;
  if (!near.some((where) => reaches(viewer, where))) {
    const organizationIds = viewer.holdingIds;
    const others = await installedOf(database).load({ app, organizationIds, owner: null });
    if (!others.some((where) => reaches(viewer, where))) return null;
  }
  if ('tokenId' in viewer.bearer) noteUse?.(viewer.bearer.tokenId, now);
  if (!question) return { viewer, token, refusal: null };
  const where = near[0] ?? null;
  const isThere = where && (!repository || (await isInReach(where, repository, database)));
  return { viewer, token, refusal: refusalOf(question, viewer, isThere ? where : null, repository) };
}

const reaches = (viewer: Viewer, { organizationId }: InstalledOn): boolean =>
  hasAccessTo(organizationId, viewer.bearer, viewer.holdingOf(organizationId));

/** Whether an App may hear of a repository: a public one, or one that its installation was given. */
async function isInReach(
  { installationId, organizationId, repositorySelection }: InstalledOn,
  { id, ownerOrganizationId, visibility }: RepositoryInSight,
  { manager }: Database,
): Promise<boolean> {
  if (ownerOrganizationId !== organizationId) return false;
  return repositorySelection === 'ALL' || visibility === 'PUBLIC' || isGiven(manager, installationId, id);
}

/** What the decision says of it. Where the App is not installed, and what its installation was not given, it is told of nothing. */
function refusalOf(
  { repository: name, permission }: AccessQuestion,
  viewer: Viewer,
  where: InstalledOn | null,
  repository: RepositoryInSight | null,
): AppError | null {
  const what = name === null ? 'The organization' : 'The repository';
  if (!where || (name !== null && !repository)) return notFound(what);
  try {
    if (repository) viewer.mustHave(permission ?? 'metadata:read', subjectOfRepository(repository), what);
    else if (permission !== null) viewer.mustHave(permission, where, what);
    else if (!reaches(viewer, where)) return notFound(what);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
