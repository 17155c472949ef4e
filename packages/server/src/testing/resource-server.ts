import type { PermissionMap } from '@countersign/schema';
import type { AppInstallation, InstallationSelection } from '../features/apps/app-installation.entity.ts';
import type { App } from '../features/apps/app.entity.ts';
import { createAppClientSecret } from '../features/apps/create-app-client-secret.ts';
import { createApp } from '../features/apps/create-app.ts';
import { installApp } from '../features/apps/install-app.ts';
import { issueInstallationToken } from '../features/apps/issue-installation-token.ts';
import { commandActor } from '../features/audit-log/record-audit.ts';
import type { Organization } from '../features/organizations/organization.entity.ts';
import type { User } from '../features/users/user.entity.ts';
import type { TestApp } from './test-app.ts';

const PERMISSIONS: PermissionMap = { metadata: 'read', contents: 'read', issues: 'write', members: 'read' };

// What an answer holds is for its test to know.
// oxlint-disable-next-line typescript/no-explicit-any
type Body = any;
export type OAuthAnswer = { status: number; headers: Headers; body: Body };

/** A server that takes tokens and asks what they are: an App with a client secret. */
export class ResourceServer {
  private constructor(
    private readonly server: TestApp,
    readonly app: App,
    readonly clientSecret: string,
  ) {}

  /** One that belongs to the organization, and is installed nowhere yet. */
  static async of(server: TestApp, owner: User, { id, login }: Organization): Promise<ResourceServer> {
    const slug = server.aName('resource-server');
    const input = { name: `The ${slug}`, slug, owner: { kind: 'ORGANIZATION', id, login } } as const;
    const app = await server.database.transaction((tx) => createApp(tx, input, server.now ?? new Date()));
    const { secret } = await createAppClientSecret(await server.sessionOf(owner), app.id);
    return new ResourceServer(server, app, secret);
  }

  /** The same, installed on that organization. */
  static async on(server: TestApp, owner: User, organization: Organization): Promise<ResourceServer> {
    const made = await ResourceServer.of(server, owner, organization);
    await made.install(organization);
    return made;
  }

  install(
    { id: organizationId }: Organization,
    reach: { repositorySelection?: InstallationSelection; repositoryIds?: readonly number[] } = {},
  ): Promise<AppInstallation> {
    const by = { actor: commandActor(), now: this.server.now ?? new Date() };
    const wish = { app: this.app, organizationId, permissions: PERMISSIONS, ...reach };
    return this.server.database.transaction((tx) => installApp(tx, wish, by));
  }

  /** The secret of a token with which the App acts where it is installed. */
  async aToken(installation: AppInstallation): Promise<string> {
    const input = { app: this.app, installationId: installation.id };
    const issued = this.server.database.transaction((tx) =>
      issueInstallationToken(tx, input, this.server.now ?? new Date()),
    );
    return (await issued).secret;
  }

  /** Sends a form to an endpoint below /oauth, by default with the App's own credentials as Basic. */
  async post(
    endpoint: 'introspect' | 'revoke',
    form: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<OAuthAnswer> {
    const basic = Buffer.from(`${this.app.clientId}:${this.clientSecret}`).toString('base64');
    const response = await fetch(`${this.server.address}/oauth/${endpoint}`, {
      method: 'POST',
      headers: headers ?? { authorization: `Basic ${basic}` },
      body: new URLSearchParams(form),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  }

  /** What is said of a token, and of what it may do. */
  async introspect(
    token: string,
    question: { owner?: string; repository?: string; permission?: string } = {},
  ): Promise<Body> {
    return (await this.post('introspect', { token, ...question })).body;
  }
}
