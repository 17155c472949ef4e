import type { Config } from '../config.ts';
import { invalid } from '../errors.ts';
import { commandActor } from '../features/audit-log/record-audit.ts';
import { enterpriseBySlug } from '../features/enterprises/create-enterprise.ts';
import { createOrganization } from '../features/organizations/create-organization.ts';
import { createUser } from '../features/users/create-user.ts';
import { findUserByLogin } from '../features/users/find-user.ts';
import type { User } from '../features/users/user.entity.ts';
import type { Tx } from '../platform/database/database.ts';
import { withDatabase } from './with-database.ts';

type NewPerson = { login: string; email: string; name?: string; password: string };

export async function createPerson(config: Config, input: NewPerson): Promise<void> {
  const { login } = await withDatabase(config, ({ database }) =>
    database.transaction((tx) => createUser(tx, input, new Date())),
  );
  process.stdout.write(`Made the person ${login}.\n`);
}

type NewOrganization = { login: string; name?: string; owner: string; enterprise?: string };

export async function createOrganizationFor(config: Config, { owner, ...input }: NewOrganization): Promise<void> {
  const { login } = await withDatabase(config, ({ database }) =>
    database.transaction(async (tx) => {
      const person = await personBy(tx, owner);
      const enterprise = input.enterprise === undefined ? null : await enterpriseBySlug(tx, input.enterprise);
      const by = { actor: commandActor(), now: new Date(), settings: { optInByDefault: config.optInDefault } };
      return createOrganization(tx, { ...input, enterprise, ownerId: person.id }, by);
    }),
  );
  process.stdout.write(`Made the organization ${login}, owned by ${owner.toLowerCase()}.\n`);
}

export async function personBy(tx: Tx, login: string): Promise<User> {
  const person = await findUserByLogin(tx, login);
  if (!person) throw invalid({ owner: `There is nobody called ${login}.` });
  return person;
}
