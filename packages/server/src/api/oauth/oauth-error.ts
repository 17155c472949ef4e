/** What the OAuth endpoints refuse with, in the words of RFC 6749, 5.2. */
export class OAuthError extends Error {
  constructor(
    readonly error: 'invalid_request' | 'invalid_client' | 'invalid_grant' | 'unsupported_grant_type',
    description: string,
  ) {
    super(description);
  }

  get statusCode(): number {
    return this.error === 'invalid_client' ? 401 : 400;
  }
}
