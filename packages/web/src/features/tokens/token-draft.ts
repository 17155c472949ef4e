import type { Level, PermissionGroup, PermissionMap } from '@countersign/schema';
import { permissionOf } from '@countersign/schema';
import type { ChosenRepository } from '../../ui/chosen-repository.ts';
import { withMetadata } from '../../ui/permission-choices.ts';
import { defaultExpiry, fitsLimit } from './expiry.ts';
import type { Expiry } from './expiry.ts';

/** What the resource owner demands of a new token, as far as the form has to know. */
export type OwnerTerms = {
  login: string;
  isOrganization: boolean;
  approvalRequired: boolean;
  maximumLifetimeDays?: number | null;
};

export type Selection = 'NONE' | 'ALL' | 'SUBSET';

/** A new token as it stands in the form. Permissions are the chosen ones; `wantedPermissions` says what they come to. */
export type TokenDraft = {
  name: string;
  description: string;
  resourceOwner: string;
  expiry: Expiry;
  reason: string;
  repositorySelection: Selection;
  repositories: ChosenRepository[];
  permissions: PermissionMap;
};

export const emptyDraft = (owner: OwnerTerms): TokenDraft => ({
  name: '',
  description: '',
  resourceOwner: owner.login,
  expiry: defaultExpiry(owner.maximumLifetimeDays),
  reason: '',
  repositorySelection: 'NONE',
  repositories: [],
  permissions: {},
});

/** The groups of permissions that a token of this owner and repository access can hold. (TK-4) */
export const groupsFor = (owner: Pick<OwnerTerms, 'isOrganization'>, selection: Selection): PermissionGroup[] => [
  ...(selection === 'NONE' ? [] : (['repository'] as const)),
  owner.isOrganization ? 'organization' : 'user',
];

/** What the token would ask for: the chosen permissions that fit, with the metadata they bring. */
export function wantedPermissions(
  draft: Pick<TokenDraft, 'permissions' | 'repositorySelection'>,
  owner: Pick<OwnerTerms, 'isOrganization'>,
): PermissionMap {
  const groups = groupsFor(owner, draft.repositorySelection);
  const fitting = Object.entries(draft.permissions).filter(([key]) => {
    const group = permissionOf(key)?.resource;
    return group !== undefined && groups.includes(group);
  });
  return withMetadata(Object.fromEntries(fitting));
}

/** The draft with one permission set, or taken off by `null`. */
export function withPermission(draft: TokenDraft, key: string, level: Level | null): TokenDraft {
  const { [key]: _replaced, ...others } = draft.permissions;
  return { ...draft, permissions: level === null ? others : { ...others, [key]: level } };
}

/** What another resource owner made impossible. */
export type Dropped = { repositories: number; permissions: string[]; expiry: boolean };

/** The draft for another resource owner, without what does not fit there, and what that was. */
export function withOwner(draft: TokenDraft, owner: OwnerTerms, now: number): { draft: TokenDraft; dropped: Dropped } {
  const groups: PermissionGroup[] = ['repository', owner.isOrganization ? 'organization' : 'user'];
  const chosen = Object.entries(draft.permissions).map(([key, level]) => ({
    key,
    level,
    definition: permissionOf(key)!,
  }));
  const fits = ({ definition }: (typeof chosen)[number]) => groups.includes(definition.resource);
  const expiryFits = fitsLimit(draft.expiry, owner.maximumLifetimeDays, now);
  return {
    draft: {
      ...draft,
      resourceOwner: owner.login,
      repositories: [],
      permissions: Object.fromEntries(chosen.filter(fits).map(({ key, level }) => [key, level])),
      expiry: expiryFits ? draft.expiry : defaultExpiry(owner.maximumLifetimeDays),
    },
    dropped: {
      repositories: draft.repositories.length,
      permissions: chosen.filter((permission) => !fits(permission)).map(({ definition }) => definition.title),
      expiry: !expiryFits,
    },
  };
}
