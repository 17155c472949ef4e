import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';

/** The secret that a one-use link carries in its fragment; null without one. It leaves the address bar and the history at once. */
export function useFragmentSecret(): string | null {
  const { hash, pathname } = useLocation();
  const navigate = useNavigate();
  const carried = hash.slice(1);
  const [secret, setSecret] = useState(carried || null);
  // Another link may be opened where one was.
  if (carried !== '' && carried !== secret) setSecret(carried);
  // No layout effect: the router hears of navigations only after those of its pages.
  useEffect(() => {
    if (carried !== '') void navigate(pathname, { replace: true });
  }, [carried, pathname, navigate]);
  return secret;
}
