/** What an App asks by the address that it sent the person to; null where not even the App is named. What is empty counts as absent. (RFC 6749, 3.1) */
export function readAsked(address: URLSearchParams) {
  const of = (name: string) => address.get(name) || undefined;
  const clientId = of('client_id');
  return clientId
    ? {
        clientId,
        redirectUri: of('redirect_uri'),
        state: of('state'),
        responseType: of('response_type'),
        codeChallenge: of('code_challenge'),
        codeChallengeMethod: of('code_challenge_method'),
      }
    : null;
}

export type Asked = NonNullable<ReturnType<typeof readAsked>>;
