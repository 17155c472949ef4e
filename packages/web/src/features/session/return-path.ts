/** Where to go after signing in. Anything but a path of this very site is dropped: an open redirect would lend our name to a fraud. */
export function returnPath(asked: string | null, origin = location.origin): string {
  if (!asked?.startsWith('/')) return '/';
  const url = URL.parse(asked, origin);
  if (url?.origin !== origin || url.pathname.startsWith('//') || url.pathname === '/login') return '/';
  return url.pathname + url.search + url.hash;
}

/** Sends the person to sign in and back here afterwards. */
export function goToSignIn(): void {
  if (location.pathname === '/login') return;
  const here = location.pathname + location.search + location.hash;
  location.assign(here === '/' ? '/login' : `/login?return_to=${encodeURIComponent(here)}`);
}
