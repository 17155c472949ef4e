import type { CreateFineGrainedTokenInput } from '../../gql/graphql.ts';
import { levelToApi } from '../../ui/permission-texts.ts';
import { expiryInput } from './expiry.ts';
import { wantedPermissions } from './token-draft.ts';
import type { OwnerTerms, TokenDraft } from './token-draft.ts';

/** Exactly what the form shows, and nothing that it hides. */
export function toCreateInput(draft: TokenDraft, owner: OwnerTerms): CreateFineGrainedTokenInput {
  const description = draft.description.trim();
  const reason = owner.approvalRequired ? draft.reason.trim() : '';
  return {
    name: draft.name.trim(),
    ...(description && { description }),
    resourceOwner: owner.login,
    ...expiryInput(draft.expiry),
    repositorySelection: draft.repositorySelection,
    ...(draft.repositorySelection === 'SUBSET' && { repositories: draft.repositories.map(({ id }) => id) }),
    permissions: Object.entries(wantedPermissions(draft, owner)).map(([key, level]) => ({
      key,
      level: levelToApi(level),
    })),
    ...(reason && { reason }),
  };
}
