import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import type { App } from '../features/apps/app.entity.ts';
import type { TestApp } from './test-app.ts';

export type RestAnswer = { status: number; headers: Headers; body: Record<string, unknown> };

/** Asks below /api/v3; the body of an answer without one is empty. */
export async function rest(
  server: TestApp,
  authorization: string,
  method: string,
  path: string,
  body?: object,
): Promise<RestAnswer> {
  const answer = await fetch(`${server.address}/api/v3${path}`, {
    method,
    headers: { authorization },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? {} : JSON.parse(text) };
}

/** An App that holds one of its private keys, as a program does. */
export class SignedApp {
  constructor(
    private readonly server: TestApp,
    readonly app: Pick<App, 'id' | 'clientId'>,
    readonly privateKey: string,
  ) {}

  async jwt(claims: Record<string, unknown> = {}): Promise<string> {
    const now = Math.floor((this.server.now ?? new Date()).getTime() / 1000);
    return new SignJWT({ iss: this.app.clientId, iat: now - 30, exp: now + 300, ...claims })
      .setProtectedHeader({ alg: 'RS256' })
      .sign(createPrivateKey(this.privateKey));
  }

  /** With a JWT of its own. */
  async ask(method: string, path: string, body?: object): Promise<RestAnswer> {
    return rest(this.server, `Bearer ${await this.jwt()}`, method, path, body);
  }

  /** A token of an installation, narrowed by the body. */
  async token(installationId: number, body?: object): Promise<string> {
    const answer = await this.ask('POST', `/app/installations/${installationId}/access_tokens`, body);
    if (answer.status !== 201) throw new Error(`No token: ${answer.status} ${JSON.stringify(answer.body)}`);
    return String(answer.body['token']);
  }
}
