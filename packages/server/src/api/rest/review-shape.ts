import type { Level } from '@countersign/schema';
import type { RepositorySelection } from '../../features/tokens/token.entity.ts';
import type { ReviewedToken } from '../../features/tokens/token.store.ts';
import type { Profile } from '../../features/users/user.store.ts';
import { permissionsShape } from '../permissions-shape.ts';
import { accountShape } from './account-shape.ts';

/** What a request and a grant have in common, and the people and things beside it. */
export type Reviewed = {
  list: 'personal-access-token-requests' | 'personal-access-tokens';
  id: number;
  organizationId: number;
  repositorySelection: RepositorySelection;
  owner: Profile;
  token: ReviewedToken;
  permissions: readonly { key: string; level: Level }[];
};

/** A request or a grant as reviewers see it; of the token's owner what is public. (AP-5) */
export function reviewedShape(reviewed: Reviewed, publicUrl: string, now: Date) {
  const { list, id, organizationId, repositorySelection, owner, token, permissions } = reviewed;
  return {
    id,
    owner: accountShape({ kind: 'USER', id: owner.id, login: owner.login }, publicUrl),
    repository_selection: repositorySelection.toLowerCase(),
    repositories_url: `${publicUrl}/api/v3/organizations/${organizationId}/${list}/${id}/repositories`,
    permissions: permissionsShape(permissions),
    token_id: token.id,
    token_name: token.name,
    token_expired: token.expiresAt !== null && token.expiresAt <= now,
    token_expires_at: token.expiresAt,
    token_last_used_at: token.lastUsedAt,
  };
}
