import { randomBytes } from 'node:crypto';
import type { PermissionMap } from '@countersign/schema';
import type { Owner } from '../../access/access.rules.ts';
import type { Caller } from '../../access/caller.ts';
import type { Actor } from '../../access/viewer.ts';
import { invalid } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { commandActor, recordAudit } from '../audit-log/record-audit.ts';
import { findOwnedOrganization } from '../organizations/find-organization.ts';
import { entryOfApp } from './app-entries.ts';
import { type PermissionWish, problemWithAppPermissions, readAppPermissions } from './app-permissions.rules.ts';
import type { App } from './app.entity.ts';
import { problemsWithApp, problemsWithSlug, slugOf } from './app.rules.ts';
import { insertApp } from './app.store.ts';
import { problemWithRedirectUris } from './redirect-uri.rules.ts';

export type CreateAppInput = {
  name: string;
  /** Absent: made of the name. */
  slug?: string | null;
  description?: string | null;
  isPublic?: boolean;
  /** What it asks for wherever it is installed. */
  permissions?: PermissionMap;
  /** Where browsers may be sent back to with a code. (AP-7) */
  redirectUris?: readonly string[];
  /** Whether the tokens that it gets for people end after eight hours. (EX-8) */
  userTokensExpire?: boolean;
  owner: Owner;
};

/** Makes an App, without a key and installed nowhere. INVALID names each bad field. (AP-1) */
export async function createApp(tx: Tx, input: CreateAppInput, now: Date, actor: Actor = commandActor()): Promise<App> {
  const { owner, description = null, isPublic = false, permissions = {} } = input;
  const { redirectUris = [], userTokensExpire = true } = input;
  const name = input.name.trim();
  const slug = input.slug ?? slugOf(name);
  const problem = problemWithAppPermissions(permissions);
  const problemWithUris = problemWithRedirectUris(redirectUris);
  const problems = {
    ...(name !== '' && problemsWithSlug(slug, input.slug == null)),
    ...problemsWithApp({ name, description }),
    ...(problem !== null && { permissions: problem }),
    ...(problemWithUris !== null && { redirectUris: problemWithUris }),
  };
  if (Object.keys(problems).length > 0) throw invalid(problems);
  const row = {
    name,
    slug,
    description,
    isPublic,
    // Not all digits, so that nobody takes it for an App's id.
    clientId: `Cs${randomBytes(9).toString('hex')}`,
    ownerUserId: owner.kind === 'USER' ? owner.id : null,
    ownerOrganizationId: owner.kind === 'ORGANIZATION' ? owner.id : null,
    redirectUris: [...redirectUris],
    userTokensExpire,
    createdAt: now,
  };
  const app = await insertApp(tx, row, permissions);
  if (!app) throw invalid({ slug: `There is an App ${slug} already.` });
  await recordAudit(tx, actor, now, [
    entryOfApp(app, 'integration.create', {
      name,
      is_public: isPublic,
      permissions,
      ...(redirectUris.length > 0 && { redirect_uris: redirectUris }),
      ...(!userTokensExpire && { user_tokens_expire: false }),
    }),
  ]);
  return app;
}

export type CreateOwnAppInput = Omit<
  CreateAppInput,
  'owner' | 'permissions' | 'isPublic' | 'redirectUris' | 'userTokensExpire'
> & {
  /** The login of the organization that it belongs to. */
  organization: string;
  isPublic?: boolean | null;
  redirectUris?: readonly string[] | null;
  userTokensExpire?: boolean | null;
  permissions: readonly PermissionWish[];
};

/** An owner makes an App of the organization. */
export async function createOwnApp(
  caller: Caller,
  { organization, permissions: wishes, isPublic, redirectUris, userTokensExpire, ...words }: CreateOwnAppInput,
): Promise<App> {
  const { id, login } = await findOwnedOrganization(caller, organization);
  const read = readAppPermissions(wishes);
  if ('problem' in read) throw invalid({ ...problemsWithApp(words), permissions: read.problem });
  const owner = { kind: 'ORGANIZATION', id, login } as const;
  const input = {
    ...words,
    isPublic: isPublic ?? false,
    permissions: read.permissions,
    redirectUris: redirectUris ?? [],
    userTokensExpire: userTokensExpire ?? true,
    owner,
  };
  return caller.database.transaction((tx) => createApp(tx, input, caller.now, caller.viewer.actor));
}
