import { LIMITS } from '@countersign/schema';
import { fitsLimit } from './expiry.ts';
import type { OwnerTerms, TokenDraft } from './token-draft.ts';

/** The parts of the form that can be wrong, in the order they stand there. */
export const FIELDS = [
  'name',
  'description',
  'resourceOwner',
  'expiry',
  'reason',
  'repositories',
  'permissions',
] as const;
export type Field = (typeof FIELDS)[number];

/** What is wrong, and where; the words are the dictionary's. */
export type DraftProblem =
  | 'nameMissing'
  | 'nameTooLong'
  | 'descriptionTooLong'
  | 'dateMissing'
  | 'dateOutOfRange'
  | 'reasonTooLong'
  | 'repositoriesMissing'
  | 'repositoriesTooMany';

/** What the form can see for itself before it asks the server, which checks everything again. (TK-4) */
export function checkDraft(draft: TokenDraft, owner: OwnerTerms, now: number): Partial<Record<Field, DraftProblem>> {
  const problems: Partial<Record<Field, DraftProblem>> = {};
  if (draft.name.trim() === '') problems.name = 'nameMissing';
  else if (draft.name.length > LIMITS.tokenName) problems.name = 'nameTooLong';
  if (draft.description.length > LIMITS.tokenDescription) problems.description = 'descriptionTooLong';
  if (draft.expiry.kind === 'date' && draft.expiry.date === '') problems.expiry = 'dateMissing';
  else if (!fitsLimit(draft.expiry, owner.maximumLifetimeDays, now)) problems.expiry = 'dateOutOfRange';
  if (owner.approvalRequired && draft.reason.length > LIMITS.reason) problems.reason = 'reasonTooLong';
  if (draft.repositorySelection === 'SUBSET') {
    if (draft.repositories.length === 0) problems.repositories = 'repositoriesMissing';
    else if (draft.repositories.length > LIMITS.tokenRepositories) problems.repositories = 'repositoriesTooMany';
  }
  return problems;
}

const FIELD_OF_INPUT: Record<string, Field> = {
  name: 'name',
  description: 'description',
  resourceOwner: 'resourceOwner',
  expiresInDays: 'expiry',
  expiresAt: 'expiry',
  neverExpires: 'expiry',
  reason: 'reason',
  repositorySelection: 'repositories',
  repositories: 'repositories',
  permissions: 'permissions',
};

/** The server's complaints by the part of the form they belong to; what belongs to none is `rest`. */
export function placeServerProblems(fields: Readonly<Record<string, string>>) {
  const problems: Partial<Record<Field, string>> = {};
  const rest: string[] = [];
  for (const [input, message] of Object.entries(fields)) {
    // `permissions.contents` and `repositories[3]` belong to the picker as a whole.
    const field = FIELD_OF_INPUT[input.split(/[.[]/)[0]!];
    if (field) problems[field] ??= message;
    else rest.push(message);
  }
  return { problems, rest };
}
