import type { PermissionMap } from '@countersign/schema';
import { ABOUT, chance, pick, share } from './chance.ts';
import type { LoadPlan } from './load-plan.ts';
import { ORGANIZATION_PROFILES, PURPOSES, REPOSITORY_PROFILE_SHARES, REPOSITORY_PROFILES } from './load-words.ts';

export type Wish = {
  permissions: PermissionMap;
  selection: 'NONE' | 'ALL' | 'SUBSET';
  /** Their ids. */
  repositories: number[];
};

const MOST_REPOSITORIES = 8;

/** What a token asks its organization for; its requests and its grant say the same. */
export function wishOf({ organizations, asking }: LoadPlan, token: number): Wish {
  const selection = (['SUBSET', 'ALL', 'NONE'] as const)[share([0.65, 0.25, 0.1], chance(token, ABOUT.selection))]!;
  if (selection === 'NONE')
    return { permissions: pick(ORGANIZATION_PROFILES, token, ABOUT.profile), selection, repositories: [] };
  const permissions = REPOSITORY_PROFILES[share(REPOSITORY_PROFILE_SHARES, chance(token, ABOUT.profile))]!;
  if (selection === 'ALL') return { permissions, selection, repositories: [] };
  const { firstRepository, repositories: count } = organizations[asking.organization[token]!]!;
  // Few tokens name many, and some repositories are named by most.
  const named = 1 + Math.floor(Math.min(count, MOST_REPOSITORIES) * chance(token, ABOUT.repositoryCount) ** 4);
  const first = Math.floor(count * chance(token, ABOUT.firstRepository) ** 2);
  const repositories = Array.from({ length: named }, (_, index) => firstRepository + ((first + index) % count) + 1);
  return { permissions, selection, repositories };
}

/** No two tokens of a person have one name: `ordinal` says which of theirs it is. */
export const tokenName = (token: number, ordinal: string): string =>
  `${pick(PURPOSES, token, ABOUT.purpose)} ${ordinal}`;

/** The name of a token that asks an organization. */
export const askingName = ({ organizations, asking }: LoadPlan, token: number): string =>
  tokenName(
    token,
    String(1 + Math.floor(asking.ordinal[token]! / (organizations[asking.organization[token]!]!.users - 1))),
  );
