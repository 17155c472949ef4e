import { expect, test } from 'vitest';
import { problemWithProof, problemWithWish, withParameters } from './application-authorization.rules.ts';

const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

test.each([
  ['https://a.example', 'https://a.example?code=c&state=s'],
  ['https://a.example/', 'https://a.example/?code=c&state=s'],
  ['https://a.example/?', 'https://a.example/?code=c&state=s'],
  ['https://a.example/?x=1', 'https://a.example/?x=1&code=c&state=s'],
  ['https://a.example/?x=1&', 'https://a.example/?x=1&code=c&state=s'],
  ['https://a.example/?x=a%20b+c', 'https://a.example/?x=a%20b+c&code=c&state=s'],
])('RFC 6749, 3.1.2: %s keeps what it has: %s', (redirectUri, whole) => {
  expect(withParameters(redirectUri, { code: 'c', state: 's' })).toBe(whole);
});

test('RFC 6749, 4.1.2: what was not sent does not come back; what was empty does', () => {
  expect(withParameters('https://a.example/', { code: 'c', state: null })).toBe('https://a.example/?code=c');
  expect(withParameters('https://a.example/', { code: 'c' })).toBe('https://a.example/?code=c');
  expect(withParameters('https://a.example/', { state: '' })).toBe('https://a.example/?state=');
});

test.each([
  [{}, false, null],
  [{ responseType: 'code' }, false, null],
  [{ responseType: 'code', codeChallenge: CHALLENGE, codeChallengeMethod: 'S256' }, true, null],
  [{ responseType: 'CODE' }, false, 'unsupported_response_type'],
  [{ responseType: 'token' }, false, 'unsupported_response_type'],
  [{}, true, 'invalid_request'],
  [{ codeChallenge: CHALLENGE }, true, 'invalid_request'],
  [{ codeChallenge: CHALLENGE, codeChallengeMethod: 'plain' }, true, 'invalid_request'],
  [{ codeChallenge: CHALLENGE, codeChallengeMethod: 's256' }, true, 'invalid_request'],
  [{ codeChallenge: `${CHALLENGE}=`, codeChallengeMethod: 'S256' }, true, 'invalid_request'],
  [{ codeChallengeMethod: 'S256' }, false, 'invalid_request'],
])('AP-7: %j of a public client (%s): %s', (wish, isPublicClient, error) => {
  expect(problemWithWish({ clientId: 'x', ...wish }, { isPublicClient })?.error ?? null).toBe(error);
});

const REDIRECT = 'https://a.example/';
test.each([
  [null, null, null, false, true],
  [CHALLENGE, VERIFIER, REDIRECT, false, true],
  [CHALLENGE, VERIFIER, null, true, true],
  [CHALLENGE, VERIFIER, 'https://a.example', false, false],
  [CHALLENGE, null, REDIRECT, false, false],
  [CHALLENGE, VERIFIER.slice(1), REDIRECT, false, false],
  [CHALLENGE, `${VERIFIER.slice(1)}!`, REDIRECT, false, false],
  [null, VERIFIER, REDIRECT, false, false],
  [null, null, REDIRECT, true, false],
])(
  'AP-7: a code with the challenge %s, brought with the verifier %s to %s by a public client (%s): %s',
  (codeChallenge, codeVerifier, redirectUri, isPublicClient, fits) => {
    const brought = { redirectUri, codeVerifier, challenge: CHALLENGE };
    const problem = problemWithProof({ redirectUri: REDIRECT, codeChallenge }, brought, { isPublicClient });
    expect(problem === null).toBe(fits);
  },
);
