import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAppKey } from '../features/apps/create-app-key.ts';
import { createApp } from '../features/apps/create-app.ts';
import { installApp } from '../features/apps/install-app.ts';
import { commandActor } from '../features/audit-log/record-audit.ts';
import type { Tx } from '../platform/database/database.ts';

const SLUG = 'review-bot';
const PERMISSIONS = {
  organization_personal_access_token_requests: 'write',
  organization_personal_access_tokens: 'write',
  metadata: 'read',
  members: 'read',
} as const;

/** What a script needs beside the key. */
export type ReviewBot = { appId: number; clientId: string; installationId: number; organization: string };

type On = { organizationId: number; organization: string; at: Date; folder: string };

/** The App that reviews from scripts; its private key and ids are left as files for them. */
export async function installReviewBot(tx: Tx, { organizationId, organization, at, folder }: On): Promise<void> {
  const owner = { kind: 'ORGANIZATION', id: organizationId, login: organization } as const;
  const app = await createApp(
    tx,
    {
      name: 'Review bot',
      slug: SLUG,
      description: 'Decides from scripts',
      owner,
      permissions: PERMISSIONS,
      redirectUris: ['http://127.0.0.1/callback'],
    },
    at,
  );
  const { privateKey } = await createAppKey(tx, app, at);
  const installation = await installApp(
    tx,
    { app, organizationId, permissions: PERMISSIONS },
    { actor: commandActor(), now: at },
  );
  const ids: ReviewBot = { appId: app.id, clientId: app.clientId, installationId: installation.id, organization };
  await mkdir(folder, { recursive: true });
  await keep(join(folder, `${SLUG}.pem`), privateKey);
  await keep(join(folder, `${SLUG}.json`), `${JSON.stringify(ids)}\n`);
}

export const reviewBotKey = (folder: string): string => join(folder, `${SLUG}.pem`);

/** The ids left by the seeding; null when there are none. */
export async function readReviewBot(folder: string): Promise<ReviewBot | null> {
  const text = await readFile(join(folder, `${SLUG}.json`), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as ReviewBot);
}

/** Whole or not at all, and for the operator's eyes only. */
async function keep(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
