import { ABOUT, chance, pick } from './chance.ts';
import { DAY, type LoadOrganization, type LoadPlan } from './load-plan.ts';
import { FAMILY_NAMES, GIVEN_NAMES, REPOSITORY_NAMES } from './load-words.ts';
import { line, type LoadTable, moment, numbers } from './row.ts';

const ENTERPRISE = { id: 1, slug: 'load-enterprise', name: 'Load Enterprise' };
/** Every so many people are members of a second organization, own a repository, are given one of their organization's. */
const [SECOND_MEMBERSHIP, OWN_REPOSITORY, OWN_ACCESS] = [5, 10, 4];
const beginning = (plan: LoadPlan) => moment(plan.now - 320 * DAY);

const nameOf = (user: number) =>
  `${pick(GIVEN_NAMES, user, ABOUT.givenName)} ${pick(FAMILY_NAMES, user, ABOUT.familyName)}`;
export const loginOf = (user: number) => `${nameOf(user).toLowerCase().replace(' ', '-')}-${user + 1}`;
const addressOf = (user: number) => `${loginOf(user)}@load.example`;

/** People, organizations and repositories. A person's id is their number and one; so is the id of their first membership. */
export function peopleTables(plan: LoadPlan, passwordHash: string): LoadTable[] {
  const { organizations, users } = plan;
  const at = beginning(plan);
  return [
    {
      name: 'logins',
      columns: ['login'],
      *lines() {
        for (const { login } of organizations) yield line(login);
        for (const user of numbers(users)) yield line(loginOf(user));
      },
    },
    {
      name: 'enterprises',
      columns: ['id', 'slug', 'name', 'created_at', 'opted_in_at'],
      lines: () => [line(ENTERPRISE.id, ENTERPRISE.slug, ENTERPRISE.name, at, at)],
    },
    {
      name: 'organizations',
      columns: ['id', 'login', 'name', 'enterprise_id', 'created_at', 'opted_in_at', 'classic_access'],
      *lines() {
        for (const { id, login, name } of organizations) {
          const enterpriseId = id % 10 === 3 ? ENTERPRISE.id : null;
          yield line(id, login, name, enterpriseId, at, at, id % 12 === 5 ? 'RESTRICTED' : 'ALLOWED');
        }
      },
    },
    {
      name: 'users',
      columns: ['id', 'login', 'name', 'email', 'password_hash', 'created_at'],
      *lines() {
        for (const user of numbers(users))
          yield line(user + 1, loginOf(user), nameOf(user), addressOf(user), passwordHash, at);
      },
    },
    {
      name: 'email_addresses',
      columns: ['user_id', 'address', 'verified_at', 'created_at'],
      *lines() {
        for (const user of numbers(users)) yield line(user + 1, addressOf(user), at, at);
      },
    },
    {
      // Their addresses are nobody's: a server that runs on load data has no digests to send.
      name: 'notification_preferences',
      columns: ['user_id', 'reminders', 'digest'],
      *lines() {
        for (const user of numbers(users)) yield line(user + 1, false, 'OFF');
      },
    },
    {
      name: 'memberships',
      columns: ['organization_id', 'user_id', 'role', 'created_at'],
      *lines() {
        for (const { id, user, isOwner } of firstMemberships(organizations))
          yield line(id, user + 1, isOwner ? 'OWNER' : 'MEMBER', at);
        for (const [index, { firstUser, users: count }] of organizations.entries()) {
          const { id } = organizations[(index + 1) % organizations.length]!;
          for (const member of numbers(count))
            if (member % SECOND_MEMBERSHIP === 2) yield line(id, firstUser + member + 1, 'MEMBER', at);
        }
      },
    },
    repositoryTable(plan),
    {
      name: 'repository_accesses',
      columns: ['repository_id', 'user_id', 'level'],
      *lines() {
        for (const { firstUser, users: count, firstRepository, repositories } of organizations)
          for (const member of numbers(count))
            if (member % OWN_ACCESS === 1)
              yield line(firstRepository + (member % repositories) + 1, firstUser + member + 1, 'WRITE');
      },
    },
  ];
}

/** In the order of people, so that a membership's id is its person's. */
function* firstMemberships(organizations: readonly LoadOrganization[]) {
  for (const { id, firstUser, users } of organizations)
    for (const member of numbers(users))
      yield { id, user: firstUser + member, isOwner: member === 0 || (member === 1 && users > 50) };
}

/** Their rows alone: there is nothing in them for git. */
function repositoryTable(plan: LoadPlan): LoadTable {
  const at = beginning(plan);
  const visibilityOf = (repository: number) => (chance(repository, ABOUT.visibility) < 0.2 ? 'PUBLIC' : 'PRIVATE');
  return {
    name: 'repositories',
    columns: ['owner_user_id', 'owner_organization_id', 'name', 'visibility', 'created_at'],
    *lines() {
      for (const { id, firstRepository, repositories } of plan.organizations)
        for (const index of numbers(repositories)) {
          const round = Math.floor(index / REPOSITORY_NAMES.length);
          const name = `${REPOSITORY_NAMES[index % REPOSITORY_NAMES.length]!}${round === 0 ? '' : `-${round + 1}`}`;
          yield line(null, id, name, visibilityOf(firstRepository + index), at);
        }
      for (const user of numbers(plan.users))
        if (user % OWN_REPOSITORY === 0) yield line(user + 1, null, 'notes', visibilityOf(user), at);
    },
  };
}
