import type { Config } from '../config.ts';
import { invalid } from '../errors.ts';
import { commandActor } from '../features/audit-log/record-audit.ts';
import { createOrganization } from '../features/organizations/create-organization.ts';
import { createUser } from '../features/users/create-user.ts';
import { findUserByLogin } from '../features/users/find-user.ts';
import { withDatabase } from './with-database.ts';

type NewPerson = { login: string; email: string; name?: string; password: string };

export async function createPerson(config: Config, input: NewPerson): Promise<void> {
  const { login } = await withDatabase(config, ({ database }) =>
    database.transaction((tx) => createUser(tx, input, new Date())),
  );
  process.stdout.write(`Made the person ${login}.\n`);
}

type NewOrganization = { login: string; name?: string; owner: string };

export async function createOrganizationFor(config: Config, { owner, ...input }: NewOrganization): Promise<void> {
  const { login } = await withDatabase(config, ({ database }) =>
    database.transaction(async (tx) => {
      const person = await findUserByLogin(tx, owner);
      if (!person) throw invalid({ owner: `There is nobody called ${owner}.` });
      const by = { actor: commandActor(), now: new Date(), settings: { optInByDefault: config.optInDefault } };
      return createOrganization(tx, { ...input, ownerId: person.id }, by);
    }),
  );
  process.stdout.write(`Made the organization ${login}, owned by ${owner.toLowerCase()}.\n`);
}
