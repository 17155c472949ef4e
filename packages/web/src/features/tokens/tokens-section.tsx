import { useEffect, useState } from 'react';
import { Outlet, useLocation, useOutletContext } from 'react-router';

/** A secret that was just made, and what the page that shows it says of it. */
export type NewSecret = {
  secret: string;
  name: string;
  /** The address to clone as an example, or null where the token is for no repository in particular. */
  cloneUrl: string | null;
  /** Whose repositories the example names; null = whosoever. */
  ownerLogin: string | null;
  userLogin: string;
};

type SecretInHand = { newSecret: NewSecret | null; showOnce: (secret: NewSecret) => void };

export const TOKENS_PATH = '/settings/personal-access-tokens';
export const CLASSIC_TOKENS_PATH = '/settings/tokens';

/** The list of the fine-grained tokens, each for a resource owner; or of the classic ones, which have none. */
export const listFor = (owner: string | null) => (owner === null ? CLASSIC_TOKENS_PATH : TOKENS_PATH);

const LISTS: readonly string[] = [TOKENS_PATH, CLASSIC_TOKENS_PATH];

/** Carries a new secret from a form to its list, in memory alone: no history entry, no storage, no cache. (TK-2) */
export function TokensSection() {
  const [newSecret, setNewSecret] = useState<NewSecret | null>(null);
  const { pathname } = useLocation();
  // Gone for good as soon as the list that shows it is left.
  useEffect(() => (LISTS.includes(pathname) ? () => setNewSecret(null) : undefined), [pathname]);
  return <Outlet context={{ newSecret, showOnce: setNewSecret } satisfies SecretInHand} />;
}

export const useSecretInHand = () => useOutletContext<SecretInHand>();
