import type { PermissionMap } from '@countersign/schema';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import type { App } from '../features/apps/app.entity.ts';
import type { Organization } from '../features/organizations/organization.entity.ts';
import { anAppOn } from './an-app.ts';
import { problemWithAnswer } from './github-openapi.ts';
import type { TestApp } from './test-app.ts';

/** Both review permissions. */
export const REVIEWER: PermissionMap = {
  organization_personal_access_token_requests: 'write',
  organization_personal_access_tokens: 'write',
  metadata: 'read',
};

export type InstalledApp = { app: App; privateKey: string; installationId: number; token: () => Promise<string> };

/** An App of the organization that is installed on it with these permissions; a token of it can be had without its client library. */
export async function anInstalledApp(
  server: TestApp,
  organization: Organization,
  permissions = REVIEWER,
): Promise<InstalledApp> {
  const { app, signed, installationId } = await anAppOn(server, organization, { permissions });
  return { app, privateKey: signed.privateKey, installationId, token: () => signed.token(installationId) };
}

const silently = () => {};
const SILENT = { debug: silently, info: silently, warn: silently, error: silently };

/** GitHub's own client: for an installed App, a token, or nobody. Every answer that it gets is checked against GitHub's description of the operation. */
export function octokitFor(server: TestApp, who: InstalledApp | string | null): Octokit {
  const baseUrl = `${server.address}/api/v3`;
  const octokit =
    who === null || typeof who === 'string'
      ? new Octokit({ log: SILENT, baseUrl, auth: who ?? undefined })
      : new Octokit({ log: SILENT, baseUrl, authStrategy: createAppAuth, auth: credentialsOf(who) });
  octokit.hook.wrap('request', async (request, options) => {
    const operation = `${options.method} ${pathOf(options.url)}`;
    // What a link leads to stands under the public address; in tests nothing answers there.
    options.url = options.url.replace(server.settings.publicUrl, server.address);
    try {
      const answer = await request(options);
      mustBeInShape(operation, answer.status, answer.data);
      return answer;
    } catch (error) {
      const { response } = error as { response?: { status: number; data: unknown } };
      if (response) mustBeInShape(operation, response.status, response.data);
      throw error;
    }
  });
  return octokit;
}

const credentialsOf = ({ app, privateKey, installationId }: InstalledApp) => ({
  appId: app.id,
  privateKey,
  installationId,
});

/** As GitHub describes it; by an organization's id an address is the same as by its login. Links begin with the public address. */
const pathOf = (url: string): string =>
  url
    .replace(/^https?:\/\/[^/]+\/api\/v3/, '')
    .replace(/\?.*$/, '')
    .replace(/^\/organizations\/[^/]+\//, '/orgs/{org}/');

function mustBeInShape(operation: string, status: number, body: unknown): void {
  const problem = problemWithAnswer(operation, status, body);
  if (problem) throw new Error(`Not in GitHub's shape: ${problem}`);
}

/** What a refused call was refused with. */
export const refusalOf = (call: Promise<unknown>): Promise<{ status: number; message: string; errors?: object[] }> =>
  call.then(
    (answer) => ({ status: (answer as { status: number }).status, message: 'not refused' }),
    (error: { status: number; response?: { data: { message: string; errors?: object[] } } }) => {
      if (!error.response) throw error;
      const { message, errors } = error.response.data;
      return { status: error.status, message, ...(errors && { errors }) };
    },
  );
