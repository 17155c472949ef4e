import { covers } from '@countersign/schema';
import type { AppUserBearer, Reach } from '../../access/access.rules.ts';
import { obstacleOf } from '../../access/obstacles.rules.ts';
import { seesPrivateRepositories } from '../../access/scopes.rules.ts';
import type { Viewer } from '../../access/viewer.ts';

/**
 * How far a viewer sees in a list of repositories; a single one is decided by `access.rules.ts`, and each field of each row again.
 * `beyondPublic` null = public ones only; its members narrow what the person could see to what the credential may.
 */
export type Sight = Readonly<{
  userId: number | null;
  beyondPublic: Readonly<{
    ownerUserId?: number;
    ownerOrganizationId?: number;
    ids?: readonly number[];
    exceptOrganizationIds?: readonly number[];
    /** Those of whole organizations, and single ones beside them. */
    given?: Readonly<{ organizationIds: readonly number[]; ids: readonly number[] }>;
  }> | null;
}>;

export function sightOf(viewer: Viewer): Sight {
  const { bearer } = viewer;
  switch (bearer.kind) {
    case 'ANONYMOUS':
      return { userId: null, beyondPublic: null };
    case 'SESSION':
      return { userId: bearer.userId, beyondPublic: {} };
    case 'APP_INSTALLATION':
      return {
        userId: null,
        beyondPublic: beyondPublicOf(bearer.reach, { ownerOrganizationId: bearer.organizationId }),
      };
    case 'CLASSIC':
      return {
        userId: bearer.userId,
        beyondPublic: seesPrivateRepositories(bearer.scopes)
          ? { exceptOrganizationIds: viewer.refusingOrganizationIds }
          : null,
      };
    case 'APP_USER':
      return { userId: bearer.userId, beyondPublic: { given: givenTo(bearer) } };
    default: {
      const { userId, owner, reach } = bearer;
      const obstacle = obstacleOf(bearer, owner.kind === 'ORGANIZATION' ? viewer.holdingOf(owner.id) : null);
      const of = owner.kind === 'USER' ? { ownerUserId: owner.id } : { ownerOrganizationId: owner.id };
      return { userId, beyondPublic: obstacle || !reach ? null : beyondPublicOf(reach, of) };
    }
  }
}

/** Where the person's App is installed, what it was given there. */
function givenTo({ reaches }: AppUserBearer): { organizationIds: number[]; ids: number[] } {
  const seen = [...reaches].filter(([, { permissions }]) => covers(permissions['metadata'], 'read'));
  return {
    organizationIds: seen.flatMap(([id, { repositorySelection }]) => (repositorySelection === 'ALL' ? [id] : [])),
    ids: seen.flatMap(([, { repositorySelection, repositoryIds }]) =>
      repositorySelection === 'SUBSET' ? [...repositoryIds] : [],
    ),
  };
}

/** What was agreed to, within those of one owner. */
function beyondPublicOf(
  { permissions, repositorySelection, repositoryIds }: Reach,
  of: { ownerUserId: number } | { ownerOrganizationId: number },
): Sight['beyondPublic'] {
  if (repositorySelection === 'NONE' || !covers(permissions['metadata'], 'read')) return null;
  return repositorySelection === 'ALL' ? of : { ...of, ids: [...repositoryIds] };
}
