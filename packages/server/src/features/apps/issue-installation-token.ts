import type { PermissionMap } from '@countersign/schema';
import { makeTokenSecret } from '../../access/secrets.ts';
import type { Actor } from '../../access/viewer.ts';
import { forbidden, invalid, notFound } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import type { RepositoryChoice } from '../repositories/choose-repositories.ts';
import { chooseForApp } from '../repositories/list-repositories-of-app.ts';
import type { RepositoryInSight } from '../repositories/repository.store.ts';
import { keepInstallationToken } from '../tokens/keep-installation-token.ts';
import { actorOfApp } from './app-caller.ts';
import { entryOfInstallation } from './app-entries.ts';
import { findInstallation, holdInstallation, type InstallationInFull } from './app-installation.store.ts';
import { narrowPermissions } from './app-permissions.rules.ts';
import type { App } from './app.entity.ts';
import { findInstallationRepositoryIds } from './installation-reach.store.ts';
import { MOST_REPOSITORIES } from './installation.rules.ts';

/** An installation token lives one hour. (EX-8) */
const LIFE = 60 * 60 * 1000;

export type IssueInstallationTokenInput = {
  app: App;
  installationId: number;
  /** Fewer than the installation holds; absent = all of them. */
  permissions?: Readonly<Record<string, string>>;
  /** Some of those that the installation reaches; absent = all of them. */
  repositories?: readonly RepositoryChoice[];
};

export type IssuedInstallationToken = {
  secret: string;
  expiresAt: Date;
  permissions: PermissionMap;
  repositorySelection: 'ALL' | 'SUBSET';
  /** Those that it was made for, where it was made for some. */
  repositories: RepositoryInSight[] | null;
};

/**
 * Makes a token with which an App acts on one organization. It never does more than the installation may at that moment.
 * NOT_FOUND for another App's installation, FORBIDDEN for a suspended one, INVALID for permissions or repositories that the installation lacks. (AP-1)
 */
export async function issueInstallationToken(
  tx: Tx,
  { app, installationId, permissions: asked, repositories: choices }: IssueInstallationTokenInput,
  now: Date,
  actor: Actor = actorOfApp(app),
): Promise<IssuedInstallationToken> {
  await holdInstallation(tx, app.id, installationId);
  const installation = await findInstallation(tx, app.id, installationId);
  if (!installation) throw notFound('The installation');
  if (installation.suspendedAt) throw forbidden('This installation has been suspended.');
  const narrowed = narrowPermissions(installation.permissions, asked);
  if ('problem' in narrowed) throw invalid({ permissions: narrowed.problem });
  const repositories = choices ? await reached(tx, installation, choices) : null;

  const { secret, hash, lastEight } = makeTokenSecret('APP_INSTALLATION');
  const expiresAt = new Date(now.getTime() + LIFE);
  const { permissions } = narrowed;
  const tokenId = await keepInstallationToken(tx, {
    installationId,
    name: app.slug,
    secretHash: hash,
    lastEight,
    permissions,
    repositoryIds: repositories?.map(({ id }) => id) ?? null,
    issuedAt: now,
    expiresAt,
  });
  const repositorySelection = repositories ? 'SUBSET' : installation.repositorySelection;
  const details = {
    token_id: tokenId,
    permissions,
    repository_selection: repositorySelection,
    ...(repositories && { repositories: repositories.map(({ name }) => name) }),
    expires_at: expiresAt,
  };
  await recordAudit(tx, actor, now, [
    entryOfInstallation(app, installation, 'integration_installation.credential_created', details),
  ]);
  return { secret, expiresAt, permissions, repositorySelection, repositories };
}

/** Which of them is out of reach is not told: it may be another's secret that there is one. */
async function reached(
  tx: Tx,
  { id, organizationId, organizationLogin, repositorySelection }: InstallationInFull,
  choices: readonly RepositoryChoice[],
): Promise<RepositoryInSight[]> {
  if (choices.length === 0) throw invalid({ repositories: 'Name at least one repository, or leave them out.' });
  if (choices.length > MOST_REPOSITORIES) throw invalid({ repositories: `At most ${MOST_REPOSITORIES} repositories.` });
  const owner = { kind: 'ORGANIZATION', id: organizationId, login: organizationLogin } as const;
  const found = await chooseForApp(tx, owner, choices);
  const within = repositorySelection === 'SUBSET' ? await findInstallationRepositoryIds(tx, [id]) : null;
  const ids = within && new Set(within.map(({ repositoryId }) => repositoryId));
  if (!found || (ids && found.some((repository) => !ids.has(repository.id))))
    throw invalid({
      repositories:
        'There is at least one repository that does not exist or is not accessible to the parent installation.',
    });
  return found;
}
