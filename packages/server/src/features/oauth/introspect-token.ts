import type { CredentialRow } from '../../access/access.store.ts';
import { heldBy } from '../../access/authenticate.ts';
import type { Caller } from '../../access/caller.ts';
import type { AccessPermission, Viewer } from '../../access/viewer.ts';
import { AppError, notFound } from '../../errors.ts';
import type { App } from '../apps/app.entity.ts';
import { findRepository } from '../repositories/find-repository.ts';
import type { NoteUse } from '../tokens/last-uses.ts';
import { hasAccessTo } from './introspection.rules.ts';
import { findInstalledAmong, type InstalledOn } from './oauth.store.ts';

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
 * Reads the database anew each time, in four statements at most.
 */
export async function introspectToken(
  app: App,
  { secret, question }: { secret: string; question: AccessQuestion | null },
  { database, settings, clock, noteUse }: Asked,
): Promise<Introspection | null> {
  const now = clock();
  const held = await heldBy(secret, { ip: null, requestId: null }, { database, settings, now });
  if (!held) return null;
  const { viewer, token } = held;
  const installed = await findInstalledAmong(database.manager, app.id, {
    organizationIds: viewer.holdingIds,
    owner: question?.owner ?? null,
    repository: question?.repository ?? null,
  });
  if (!installed.some((where) => reaches(viewer, where))) return null;
  if ('tokenId' in viewer.bearer) noteUse?.(viewer.bearer.tokenId, now);
  const caller = { viewer, database, settings, clock, now };
  return { viewer, token, refusal: question && (await refusalOf(question, installed, caller)) };
}

const reaches = (viewer: Viewer, { organizationId }: InstalledOn): boolean =>
  hasAccessTo(organizationId, viewer.bearer, viewer.holdingOf(organizationId));

/** What the decision says of it. Where the App is not installed, and what its installation was not given, it is told of nothing. */
async function refusalOf(
  { owner, repository, permission }: AccessQuestion,
  installed: readonly InstalledOn[],
  caller: Caller,
): Promise<AppError | null> {
  const what = repository === null ? 'The organization' : 'The repository';
  const where = installed.find(({ login }) => login === owner.toLowerCase());
  if (!where || (repository !== null && !where.reachesRepository)) return notFound(what);
  try {
    if (repository !== null) await findRepository(caller, owner, repository, permission ?? undefined);
    else if (permission !== null) caller.viewer.mustHave(permission, where, what);
    else if (!reaches(caller.viewer, where)) return notFound(what);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
