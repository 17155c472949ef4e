const MOST = 10;
const LONGEST = 1024;
/** The characters of a URI (RFC 3986) but `#`. */
const URI = /^[\w\-.~:/?[\]@!$&'()*+,;=%]+$/;
/** A program on this very machine, which listens on whatever port is free. (RFC 8252, 7.3) */
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(?::\d{1,5})?(?=[/?]|$)/;

/** Why browsers may not be sent to one of these; null when they may. (AP-7) */
export function problemWithRedirectUris(uris: readonly string[]): string | null {
  if (uris.length > MOST) return `An App has at most ${MOST} redirect URIs.`;
  if (new Set(uris).size < uris.length) return 'A redirect URI is there more than once.';
  for (const uri of uris) {
    const problem = problemWith(uri);
    if (problem !== null) return problem;
  }
  return null;
}

function problemWith(uri: string): string | null {
  if (uri.length > LONGEST) return `A redirect URI has at most ${LONGEST} characters.`;
  if (uri.includes('#')) return `${uri} has a fragment: the code would not arrive with it.`;
  if (!URI.test(uri) || !URL.canParse(uri)) return `${uri || 'An empty text'} is not a whole URI.`;
  const { username, password } = new URL(uri);
  if (username || password || /^\w+:\/\/[^/?]*@/.test(uri)) return `${uri} names a user.`;
  // Browsers also read what has no host, or too many slashes before it, as some address.
  if (LOOPBACK.test(uri) || /^https:\/\/[^/?]/.test(uri)) return null;
  return `${uri} must begin with https://, or lead to this very machine: http://127.0.0.1, http://[::1] or http://localhost.`;
}

/**
 * Where the browser is sent: the one that was asked for if it is, character for character, one of the App's own, whose port says nothing where it is
 * a loopback address; the App's only one if none was asked for. Null otherwise, and then it is sent nowhere. (AP-7)
 */
export function redirectUriFor(own: readonly string[], asked: string | null): string | null {
  if (asked === null) return own.length === 1 ? own[0]! : null;
  return URL.canParse(asked) && own.some((uri) => uri === asked || isSameLoopback(uri, asked)) ? asked : null;
}

const isSameLoopback = (one: string, other: string): boolean =>
  LOOPBACK.test(one) && LOOPBACK.test(other) && withoutPort(one) === withoutPort(other);

const withoutPort = (uri: string) => uri.replace(LOOPBACK, 'http://$1');
