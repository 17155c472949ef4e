import type { Config } from '../config.ts';
import { commandActor } from '../features/audit-log/record-audit.ts';
import { addEnterpriseOwner, createEnterprise, enterpriseBySlug } from '../features/enterprises/create-enterprise.ts';
import { moveOrganization } from '../features/organizations/move-organization.ts';
import { personBy } from './create-accounts.ts';
import { withDatabase } from './with-database.ts';

const by = () => ({ actor: commandActor(), now: new Date() });

type NewEnterprise = { slug: string; name?: string; owner: string };

export async function createEnterpriseFor(config: Config, { owner, ...input }: NewEnterprise): Promise<void> {
  const { slug } = await withDatabase(config, ({ database }) =>
    database.transaction(async (tx) => createEnterprise(tx, { ...input, owner: await personBy(tx, owner) }, by())),
  );
  process.stdout.write(`Made the enterprise ${slug}, owned by ${owner.toLowerCase()}.\n`);
}

export async function addOwnerTo(config: Config, { slug, login }: { slug: string; login: string }): Promise<void> {
  const enterprise = await withDatabase(config, ({ database }) =>
    database.transaction(async (tx) => addEnterpriseOwner(tx, { slug, person: await personBy(tx, login) }, by())),
  );
  process.stdout.write(`${login.toLowerCase()} is an owner of the enterprise ${enterprise.slug}.\n`);
}

type Move = { login: string; enterprise: string | null };

export async function moveOrganizationTo(config: Config, { login, enterprise: slug }: Move): Promise<void> {
  const moved = await withDatabase(config, ({ database }) =>
    database.transaction(async (tx) => {
      const enterprise = slug === null ? null : await enterpriseBySlug(tx, slug);
      return moveOrganization(tx, { login, enterprise }, by());
    }),
  );
  const where = slug === null ? 'in no enterprise' : `in the enterprise ${slug.toLowerCase()}`;
  process.stdout.write(`${moved.login} is ${where} now.\n`);
}
