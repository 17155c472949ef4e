import type { CredentialRow } from '../../access/access.store.ts';
import { heldBy } from '../../access/authenticate.ts';
import type { Caller } from '../../access/caller.ts';
import type { AccessPermission, Viewer } from '../../access/viewer.ts';
import { AppError, notFound } from '../../errors.ts';
import type { Database } from '../../platform/database/database.ts';
import type { App } from '../apps/app.entity.ts';
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

/**
 * What a token is, for an App that is installed where the token has access; null for every other, as for one that does not hold (RFC 7662, GT-4).
 * Reads the database anew each time, in four statements, five for an App that was given chosen repositories, beside that for who asks: what does not hang on each other is looked up at once.
 */
export async function introspectToken(
  asking: Promise<App>,
  { secret, question }: { secret: string; question: AccessQuestion | null },
  { database, settings, clock, noteUse }: Asked,
): Promise<Introspection | null> {
  const now = clock();
  const [app, held] = await Promise.all([
    asking,
    heldBy(secret, { ip: null, requestId: null }, { database, settings, now }),
  ]);
  if (!held) return null;
  const { viewer, token } = held;
  const { owner = null, repository: name = null } = question ?? {};
  const [installed, repository] = await Promise.all([
    installedOf(database).load({ appId: app.id, organizationIds: viewer.holdingIds, owner }),
    owner && name ? namedRepositoriesOf(database).load({ owner, name, userId: viewer.userId }) : null,
  ]);
  if (!installed.some((where) => reaches(viewer, where))) return null;
  if ('tokenId' in viewer.bearer) noteUse?.(viewer.bearer.tokenId, now);
  if (!question) return { viewer, token, refusal: null };
  const where = installed.find(({ login }) => login === question.owner.toLowerCase()) ?? null;
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
