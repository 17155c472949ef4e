import { LIMITS } from '@countersign/schema';
import { fitsLimit } from './expiry.ts';
import type { Expiry } from './expiry.ts';
import type { OwnerTerms, TokenDraft } from './token-draft.ts';

/** The parts of the forms that can be wrong, in the order they stand there. */
export const FIELDS = [
  'name',
  'description',
  'resourceOwner',
  'expiry',
  'reason',
  'repositories',
  'permissions',
  'scopes',
] as const;
export type Field = (typeof FIELDS)[number];

/** What is wrong, and where; the words are the dictionary's. */
type DraftProblem =
  | 'nameMissing'
  | 'nameTooLong'
  | 'descriptionTooLong'
  | 'dateMissing'
  | 'dateOutOfRange'
  | 'reasonTooLong'
  | 'repositoriesMissing'
  | 'repositoriesTooMany';

export type DraftProblems = Partial<Record<Field, DraftProblem>>;

/** What is wrong with the words of a token of either kind. */
export function checkWords({ name, description }: Pick<TokenDraft, 'name' | 'description'>): DraftProblems {
  const problems: DraftProblems = {};
  if (name.trim() === '') problems.name = 'nameMissing';
  else if (name.length > LIMITS.tokenName) problems.name = 'nameTooLong';
  if (description.length > LIMITS.tokenDescription) problems.description = 'descriptionTooLong';
  return problems;
}

/** What is wrong with an expiry where tokens may live for so many days; null = as long as they like. */
export function checkExpiry(expiry: Expiry, limit: number | null | undefined, now: number): DraftProblems {
  if (expiry.kind === 'date' && expiry.date === '') return { expiry: 'dateMissing' };
  return fitsLimit(expiry, limit, now) ? {} : { expiry: 'dateOutOfRange' };
}

/** What the form can see for itself before it asks the server, which checks everything again. (TK-4) */
export function checkDraft(draft: TokenDraft, owner: OwnerTerms, now: number): DraftProblems {
  const problems = { ...checkWords(draft), ...checkExpiry(draft.expiry, owner.maximumLifetimeDays, now) };
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
  scopes: 'scopes',
};

/** The server's complaints by the part of the form they belong to; what belongs to none is `rest`. */
export function placeServerProblems(fields: Readonly<Record<string, string>>) {
  const problems: Partial<Record<Field, string>> = {};
  const rest: string[] = [];
  for (const [input, message] of Object.entries(fields)) {
    // `permissions.contents`, `repositories[3]` and `scopes[0]` belong to the picker as a whole.
    const field = FIELD_OF_INPUT[input.split(/[.[]/)[0]!];
    if (field) problems[field] ??= message;
    else rest.push(message);
  }
  return { problems, rest };
}
