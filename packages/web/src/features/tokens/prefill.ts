import { LIMITS, PERMISSIONS, permissionOf } from '@countersign/schema';
import { fitsLimit } from './expiry.ts';
import type { Expiry } from './expiry.ts';
import { emptyDraft } from './token-draft.ts';
import type { OwnerTerms, TokenDraft } from './token-draft.ts';

/** What a pre-filled address asked for and did not get. */
export type PrefillProblem = { problem: 'owner' | 'expiry' | 'permission'; value: string };

/**
 * The draft that a pre-filled address describes, for whom, and what of it could not be kept. (TK-6)
 * Nothing here widens by itself: repository permissions without a choice of repositories ask for that choice.
 */
export function readPrefill<Owner extends OwnerTerms>(
  address: URLSearchParams,
  owners: readonly [Owner, ...Owner[]],
  now: number,
): { draft: TokenDraft; owner: Owner; problems: PrefillProblem[] } {
  const problems: PrefillProblem[] = [];
  const target = address.get('target_name');
  const named = target === null ? owners[0] : owners.find(({ login }) => login.toLowerCase() === target.toLowerCase());
  if (!named) problems.push({ problem: 'owner', value: target! });
  const owner = named ?? owners[0];
  const draft = emptyDraft(owner);

  const expiresIn = address.get('expires_in');
  const expiry = expiresIn === null ? draft.expiry : expiryOf(expiresIn);
  const expiryFits = expiry !== null && fitsLimit(expiry, owner.maximumLifetimeDays, now);
  if (!expiryFits) problems.push({ problem: 'expiry', value: expiresIn ?? '' });

  const permissions = Object.fromEntries(
    PERMISSIONS.flatMap(({ key, resource, levels }) => {
      const level = levels.find((known) => known === address.get(key));
      const fits = level && resource !== (owner.isOrganization ? 'user' : 'organization');
      if (address.has(key) && !fits) problems.push({ problem: 'permission', value: `${key}=${address.get(key)}` });
      return fits ? [[key, level]] : [];
    }),
  );
  const wantsRepositories = Object.keys(permissions).some((key) => permissionOf(key)?.resource === 'repository');
  return {
    draft: {
      ...draft,
      name: address.get('name') ?? '',
      description: address.get('description') ?? '',
      expiry: expiryFits ? expiry : draft.expiry,
      permissions,
      repositorySelection: wantsRepositories ? 'SUBSET' : 'NONE',
    },
    owner,
    problems,
  };
}

function expiryOf(text: string): Expiry | null {
  if (text === 'none') return { kind: 'never' };
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return days >= 1 && days <= LIMITS.lifetimeDays ? { kind: 'days', days } : null;
}
