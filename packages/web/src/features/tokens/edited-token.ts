import type { UpdateFineGrainedTokenInput } from '../../gql/graphql.ts';
import { levelToApi } from '../../ui/permission-texts.ts';
import { type Access, differenceOf, isSameAccess, isWider, NO_ACCESS } from './access-edit.ts';
import { wantedPermissions } from './token-draft.ts';
import type { OwnerTerms, TokenDraft } from './token-draft.ts';

/** A token as it stands when its edit begins. */
export type EditedToken = {
  id: string;
  name: string;
  description: string;
  /** What it is made to do: what waits for approval, else what is in force. */
  wanted: Access;
  /** What the organization has agreed to; null = nothing yet. */
  granted: Access | null;
  /** Since when a request of it waits. */
  waitsSince: string | null;
};

/** The access that the form describes. */
const accessOf = (draft: TokenDraft, owner: OwnerTerms): Access => ({
  repositorySelection: draft.repositorySelection,
  repositories: draft.repositorySelection === 'SUBSET' ? draft.repositories : [],
  permissions: wantedPermissions(draft, owner),
});

/** What saving would do, told before it is done. (TK-11, RQ-12) */
export function effectOf(token: EditedToken, draft: TokenDraft, owner: OwnerTerms) {
  const after = accessOf(draft, owner);
  const changesAccess = !isSameAccess(token.wanted, after);
  const inForce = owner.approvalRequired ? (token.granted ?? NO_ACCESS) : token.wanted;
  const difference = changesAccess ? differenceOf(inForce, after) : null;
  const asks = owner.approvalRequired && difference !== null && isWider(difference);
  const isWaiting = changesAccess && token.waitsSince !== null;
  return {
    name: draft.name.trim() === token.name ? null : draft.name.trim(),
    changesDescription: draft.description.trim() !== token.description,
    difference,
    /** Something of it has to be approved first. */
    asks,
    /** What becomes of the request that waits. */
    waiting: isWaiting ? (asks ? ('replaced' as const) : ('withdrawn' as const)) : null,
  };
}

export type EditEffect = ReturnType<typeof effectOf>;

export const changesSomething = ({ name, changesDescription, difference }: EditEffect): boolean =>
  name !== null || changesDescription || difference !== null;

/** Only what is another now: what is absent stays as it is. */
export function toUpdateInput(token: EditedToken, draft: TokenDraft, owner: OwnerTerms): UpdateFineGrainedTokenInput {
  const { name, changesDescription, difference, asks } = effectOf(token, draft, owner);
  const { repositorySelection, repositories, permissions } = accessOf(draft, owner);
  const reason = asks ? draft.reason.trim() : '';
  return {
    tokenId: token.id,
    ...(name !== null && { name }),
    ...(changesDescription && { description: draft.description.trim() }),
    ...(difference && {
      repositorySelection,
      ...(repositorySelection === 'SUBSET' && { repositories: repositories.map(({ id }) => id) }),
      permissions: Object.entries(permissions).map(([key, level]) => ({ key, level: levelToApi(level) })),
    }),
    ...(reason && { reason }),
  };
}
