/** A code is exchanged within ten minutes. In milliseconds. (AP-7) */
export const CODE_LIFE = 10 * 60 * 1000;
/** So often within an hour a browser is sent on to an App without its person being asked. (EX-7) */
export const MOST_UNASKED = 10;
export const UNASKED_WINDOW = 60 * 60 * 1000;

/** What an App sends a browser along with. (RFC 6749, 4.1.1; RFC 7636, 4.3) */
export type AuthorizationWish = {
  clientId: string;
  redirectUri?: string | null;
  responseType?: string | null;
  state?: string | null;
  codeChallenge?: string | null;
  codeChallengeMethod?: string | null;
};

/** What the App is told by way of the browser; the description is plain ASCII. (RFC 6749, 4.1.2.1) */
export type WishRefusal = {
  error: 'invalid_request' | 'unsupported_response_type';
  error_description: string;
};

export const ACCESS_DENIED = {
  error: 'access_denied',
  error_description: 'The person did not let the App act for them.',
};

/** Why what an App asks cannot be; null when it can. No response type counts as `code`, as GitHub's clients send none. (AP-7) */
export function problemWithWish(
  { responseType, codeChallenge, codeChallengeMethod }: AuthorizationWish,
  { isPublicClient }: { isPublicClient: boolean },
): WishRefusal | null {
  if (responseType != null && responseType !== 'code')
    return { error: 'unsupported_response_type', error_description: 'The response_type is code, and nothing else.' };
  const badRequest = (error_description: string): WishRefusal => ({ error: 'invalid_request', error_description });
  if (codeChallenge == null) {
    if (isPublicClient) return badRequest('An App without client secrets sends a code_challenge.');
    return codeChallengeMethod == null ? null : badRequest('There is a code_challenge_method and no code_challenge.');
  }
  if (codeChallengeMethod !== 'S256') return badRequest('The code_challenge_method is S256, and nothing else.');
  return /^[\w-]{43}$/.test(codeChallenge)
    ? null
    : badRequest('The code_challenge is the SHA-256 of the verifier in base64url.');
}

/** The redirect URI with what the App is told; what it has for a query itself stays as it is. (RFC 6749, 3.1.2) */
export function withParameters(redirectUri: string, parameters: Record<string, string | null | undefined>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) => (value == null ? [] : [[name, value]]));
  // Some readers take a plus sign for itself, none takes %20 for anything but a space.
  const query = new URLSearchParams(given).toString().replaceAll('+', '%20');
  const joint = !redirectUri.includes('?') ? '?' : /[?&]$/.test(redirectUri) ? '' : '&';
  return redirectUri + joint + query;
}

/** What a code was given for, and what comes with it to be exchanged. */
type Proof = { redirectUri: string | null; codeVerifier: string | null };

/**
 * Why a code is not for whoever brings it; null when it is. `challenge` is that of the verifier (RFC 7636, 4.6). A verifier where no challenge was
 * sent is refused too: somebody took the challenge off the request. (RFC 9700, 4.8.2)
 */
export function problemWithProof(
  code: { redirectUri: string; codeChallenge: string | null },
  { redirectUri, codeVerifier, challenge }: Proof & { challenge: string | null },
  { isPublicClient }: { isPublicClient: boolean },
): string | null {
  if (redirectUri !== null && redirectUri !== code.redirectUri)
    return 'The redirect_uri is not the one that the code was sent to.';
  if (code.codeChallenge === null) {
    if (isPublicClient) return 'An App without client secrets needs a code that was asked for with a code_challenge.';
    return codeVerifier === null ? null : 'The code was asked for without a code_challenge.';
  }
  if (codeVerifier === null) return 'The code_verifier is missing.';
  // RFC 7636, 4.1: anything shorter could be guessed.
  const fits = /^[\w.~-]{43,128}$/.test(codeVerifier) && challenge === code.codeChallenge;
  return fits ? null : 'The code_verifier is not the one that the code was asked for with.';
}
