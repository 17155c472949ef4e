import type { App } from '../features/apps/app.entity.ts';
import { createAppClientSecret } from '../features/apps/create-app-client-secret.ts';
import { createApp, type CreateAppInput } from '../features/apps/create-app.ts';
import type { Organization } from '../features/organizations/organization.entity.ts';
import type { User } from '../features/users/user.entity.ts';
import type { Answer, Asker, TestApp } from './test-app.ts';

export const CALLBACK = 'https://client.example/callback';
/** Of RFC 7636, appendix B. */
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const CHALLENGE = {
  codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  codeChallengeMethod: 'S256',
};

const REQUEST = `query ($clientId: String!, $redirectUri: String, $responseType: String, $state: String, $codeChallenge: String, $codeChallengeMethod: String) {
  applicationAuthorizationRequest(clientId: $clientId, redirectUri: $redirectUri, responseType: $responseType, state: $state,
    codeChallenge: $codeChallenge, codeChallengeMethod: $codeChallengeMethod) {
    app { slug } organizations { login } redirectUri cancelUrl refusalUrl viewerMustAgree } }`;
const AUTHORIZE =
  'mutation ($input: AuthorizeApplicationInput!) { authorizeApplication(input: $input) { redirectUrl } }';

type Wish = {
  isPublicClient?: boolean;
} & Pick<CreateAppInput, 'redirectUris' | 'userTokensExpire' | 'isPublic'>;
/** What the endpoint answers is for its test to know. */
// oxlint-disable-next-line typescript/no-explicit-any
export type TokenAnswer = { status: number; headers: Headers; body: any };

/** An App of an organization that sends people to Countersign and gets tokens for them: with a client secret, or as a public client without one. */
export class OAuthClient {
  private constructor(
    private readonly server: TestApp,
    readonly app: App,
    /** Null for a public client. */
    readonly clientSecret: string | null,
  ) {}

  static async of(
    server: TestApp,
    owner: User,
    { id, login }: Organization,
    { isPublicClient = false, redirectUris = [CALLBACK], ...wish }: Wish = {},
  ): Promise<OAuthClient> {
    const slug = server.aName('client');
    const input = {
      name: `The ${slug}`,
      slug,
      redirectUris,
      owner: { kind: 'ORGANIZATION', id, login },
      ...wish,
    } as const;
    const app = await server.database.transaction((tx) => createApp(tx, input, server.now ?? new Date()));
    if (isPublicClient) return new OAuthClient(server, app, null);
    const { secret } = await createAppClientSecret(await server.sessionOf(owner), app.id);
    return new OAuthClient(server, app, secret);
  }

  /** What the page shows. */
  request(asker: Asker, wish: object = {}): Promise<Answer> {
    return this.server.as(asker, REQUEST, { clientId: this.app.clientId, ...wish });
  }

  /** With the press of the button, if nothing else is said. */
  authorize(asker: Asker, wish: object = {}): Promise<Answer> {
    return this.server.as(asker, AUTHORIZE, { input: { clientId: this.app.clientId, viewerAgrees: true, ...wish } });
  }

  /** A code that the person let the App have. */
  async aCode(person: User, wish: object = {}): Promise<string> {
    const { data, errors } = await this.authorize(person, wish);
    if (errors) throw new Error(errors[0]!.message);
    return new URL(data.authorizeApplication.redirectUrl).searchParams.get('code')!;
  }

  /** Sends a form to the token endpoint, with what the App has to say who it is. */
  async exchange(form: Record<string, string>, headers: Record<string, string> = {}): Promise<TokenAnswer> {
    const own = {
      client_id: this.app.clientId,
      ...(this.clientSecret !== null && { client_secret: this.clientSecret }),
    };
    const response = await fetch(`${this.server.address}/login/oauth/access_token`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ ...own, ...form }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  redeem(code: string, form: Record<string, string> = {}): Promise<TokenAnswer> {
    return this.exchange({ grant_type: 'authorization_code', code, ...form });
  }

  refresh(secret: string): Promise<TokenAnswer> {
    return this.exchange({ grant_type: 'refresh_token', refresh_token: secret });
  }

  /** What the App has when all went well. */
  async aTokenFor(person: User): Promise<{ secret: string; refresh: string }> {
    const { status, body } = await this.redeem(await this.aCode(person, CHALLENGE), { code_verifier: VERIFIER });
    if (status !== 200) throw new Error(body.error_description);
    return { secret: body.access_token, refresh: body.refresh_token };
  }
}
