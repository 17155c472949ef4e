import { randomUUID } from 'node:crypto';
import type { Caller, Settings } from '../access/caller.ts';
import { findHoldings } from '../access/holding.store.ts';
import { type Actor, Viewer } from '../access/viewer.ts';
import { commandActor } from '../features/audit-log/record-audit.ts';
import { createEnterprise } from '../features/enterprises/create-enterprise.ts';
import { addOrganizationMember } from '../features/organizations/add-organization-member.ts';
import { createOrganization } from '../features/organizations/create-organization.ts';
import { createRepository } from '../features/repositories/create-repository.ts';
import { gitDirectoryOf } from '../features/repositories/git-directory.ts';
import { setRepositoryAccess } from '../features/repositories/update-repository.ts';
import { createUser } from '../features/users/create-user.ts';
import type { User } from '../features/users/user.entity.ts';
import type { Database, Tx } from '../platform/database/database.ts';
import {
  dropQueuedMails,
  hasDemonstrationAccounts,
  lockSeeding,
  stopAskingForApproval,
} from './demonstration.store.ts';
import { writeFirstCommits } from './first-commits.ts';
import { type Login, PEOPLE, REPOSITORIES } from './people.ts';
import { installReviewBot } from './review-bot.ts';
import { seedTokens } from './seed-tokens.ts';

const HOUR = 60 * 60 * 1000;

/** What the steps of the seeding share: a person as the use cases are given them, so many hours ago. */
export type Stage = {
  tx: Tx;
  people: ReadonlyMap<Login, User>;
  moment(hoursAgo: number): Date;
  as(login: Login, at: Date): Promise<Caller>;
};

export type SeedOptions = {
  settings: Settings;
  now: Date;
  /** Where the key of the demonstration's App is put. */
  folder: string;
};

/**
 * Makes the demonstration's people, organizations, repositories, tokens and App, in the past and through the use cases, so that they have left the traces
 * that real ones leave. False when they are there already. All rows are one transaction and files come before its end: interrupted,
 * it starts over.
 */
export function seedDemonstration(database: Database, { settings, now, folder }: SeedOptions): Promise<boolean> {
  return database.transaction(async (tx) => {
    await lockSeeding(tx);
    if (await hasDemonstrationAccounts(tx)) return false;
    const moment = (hoursAgo: number) => new Date(now.getTime() - hoursAgo * HOUR);
    const beginning = moment(120 * 24);
    const people = await makePeople(tx, beginning);
    const stage: Stage = { tx, people, moment, as: (login, at) => sessionOf(tx, people.get(login)!, at, settings) };

    const acmeId = await makeOrganizations(stage, settings, beginning);
    await makeRepositories(stage, settings, moment(100 * 24));
    await installReviewBot(tx, { organizationId: acmeId, organization: 'acme', at: moment(60 * 24), folder });
    await seedTokens(stage);
    await dropQueuedMails(tx);
    return true;
  });
}

async function makePeople(tx: Tx, at: Date): Promise<Map<Login, User>> {
  const people = new Map<Login, User>();
  for (const { login, name } of PEOPLE) {
    // One after the other, so that ids come in the order of the list. Their password is set at every start.
    const person = { login, name, email: `${login}@acme.example`, password: randomUUID(), isDemonstration: true };
    // oxlint-disable-next-line no-await-in-loop
    people.set(login, await createUser(tx, person, at));
  }
  return people;
}

async function sessionOf(tx: Tx, user: User, now: Date, settings: Settings): Promise<Caller> {
  const actor: Actor = { ...commandActor(user.login), userId: user.id, credentialKind: 'SESSION' };
  const holdings = await findHoldings(tx, user.id);
  const viewer = new Viewer({ kind: 'SESSION', userId: user.id }, actor, { holdings }, now);
  return { viewer, database: within(tx), now, clock: () => now, settings };
}

/** The use cases' own transactions become savepoints of the one around everything. These two members are all that they ask of a database. */
const within = (tx: Tx): Database =>
  ({
    manager: tx,
    transaction: (work: (inner: Tx) => Promise<unknown>) => tx.transaction(work),
  }) as unknown as Database;

async function makeOrganizations({ tx, people, as }: Stage, settings: Settings, at: Date): Promise<number> {
  const by = { actor: commandActor(), now: at, settings: { ...settings, optInByDefault: true } };
  const enterpriseOwner = people.get('enterprise-owner')!;
  const enterprise = await createEnterprise(
    tx,
    { slug: 'acme-enterprise', name: 'Acme Enterprise', owner: enterpriseOwner },
    by,
  );
  const acme = await createOrganization(
    tx,
    { login: 'acme', name: 'Acme', ownerId: people.get('owner')!.id, enterprise },
    by,
  );
  const globexOwner = people.get('globex-owner')!;
  const globex = await createOrganization(tx, { login: 'globex', name: 'Globex', ownerId: globexOwner.id }, by);
  await stopAskingForApproval(tx, globex.id);

  const owner = await as('owner', at);
  for (const login of ['member', 'member2', 'member3'])
    // oxlint-disable-next-line no-await-in-loop -- one connection, one statement at a time
    await addOrganizationMember(owner, { organization: 'acme', login, role: 'MEMBER' });
  await addOrganizationMember(await as('globex-owner', at), { organization: 'globex', login: 'owner', role: 'MEMBER' });
  return acme.id;
}

async function makeRepositories({ as }: Stage, { gitRoot }: Settings, at: Date): Promise<void> {
  for (const { by, owner, name, visibility, description, files } of REPOSITORIES) {
    // oxlint-disable no-await-in-loop -- one connection, one statement at a time
    const { id } = await createRepository(await as(by, at), { owner, name, visibility, description });
    await writeFirstCommits(gitDirectoryOf(gitRoot, id), [
      { message: `Begin ${name}\n`, files: { 'README.md': `# ${name}\n\n${description}\n` }, at },
      { message: 'Add the first files\n', files, at: new Date(at.getTime() + 3 * HOUR) },
    ]);
    // oxlint-enable no-await-in-loop
  }
  const owner = await as('owner', at);
  await setRepositoryAccess(owner, { owner: 'acme', name: 'website', login: 'member', access: 'WRITE' });
  await setRepositoryAccess(owner, { owner: 'acme', name: 'api', login: 'member2', access: 'WRITE' });
}
