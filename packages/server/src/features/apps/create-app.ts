import { randomBytes } from 'node:crypto';
import { LIMITS } from '@countersign/schema';
import type { Owner } from '../../access/access.rules.ts';
import type { Actor } from '../../access/viewer.ts';
import { invalid } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { commandActor, recordAudit } from '../audit-log/record-audit.ts';
import type { App } from './app.entity.ts';
import { insertApp } from './app.store.ts';

export type CreateAppInput = {
  name: string;
  slug: string;
  description?: string | null;
  isPublic?: boolean;
  owner: Owner;
};

/** Makes an App, without a key and installed nowhere. INVALID names the bad field. (AP-1) */
export async function createApp(tx: Tx, input: CreateAppInput, now: Date, actor: Actor = commandActor()): Promise<App> {
  const { slug, owner, description = null, isPublic = false } = input;
  const name = input.name.trim();
  const problems = {
    ...(name === '' && { name: 'An App needs a name.' }),
    ...(name.length > 100 && { name: 'A name has at most 100 characters.' }),
    ...(!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(slug) && {
      slug: 'A slug has lower-case letters, digits and, between them, hyphens.',
    }),
    ...(slug.length > LIMITS.login && { slug: `A slug has at most ${LIMITS.login} characters.` }),
  };
  if (Object.keys(problems).length > 0) throw invalid(problems);
  const app = await insertApp(tx, {
    name,
    slug,
    description,
    isPublic,
    // Not all digits, so that nobody takes it for an App's id.
    clientId: `Cs${randomBytes(9).toString('hex')}`,
    ownerUserId: owner.kind === 'USER' ? owner.id : null,
    ownerOrganizationId: owner.kind === 'ORGANIZATION' ? owner.id : null,
    createdAt: now,
  });
  if (!app) throw invalid({ slug: `There is an App ${slug} already.` });
  const log = owner.kind === 'USER' ? { userId: owner.id } : { organizationId: owner.id };
  const subject = { type: 'app', id: app.id, name: slug } as const;
  await recordAudit(tx, actor, now, [{ log, action: 'integration.create', subject }]);
  return app;
}
