import { useEffect, useState } from 'react';
import { Outlet, useLocation, useOutletContext } from 'react-router';

/** A secret that was just made, and what the page that shows it says of it. */
export type NewSecret = {
  secret: string;
  databaseId: number;
  name: string;
  /** The address to clone as an example, or null where the token is for no repository in particular. */
  cloneUrl: string | null;
  ownerLogin: string;
  userLogin: string;
};

type SecretInHand = { newSecret: NewSecret | null; showOnce: (secret: NewSecret) => void };

export const TOKENS_PATH = '/settings/personal-access-tokens';

/** Carries a new secret from the form to the list, in memory alone: no history entry, no storage, no cache. (TK-2) */
export function TokensSection() {
  const [newSecret, setNewSecret] = useState<NewSecret | null>(null);
  const { pathname } = useLocation();
  // Gone for good as soon as the list that shows it is left.
  useEffect(() => (pathname === TOKENS_PATH ? () => setNewSecret(null) : undefined), [pathname]);
  return <Outlet context={{ newSecret, showOnce: setNewSecret } satisfies SecretInHand} />;
}

export const useSecretInHand = () => useOutletContext<SecretInHand>();
