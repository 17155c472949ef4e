import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Organization } from '../features/organizations/organization.entity.ts';
import type { User } from '../features/users/user.entity.ts';
import { anAppOn } from '../testing/an-app.ts';
import { anAppUserToken } from '../testing/app-user.ts';
import { type Asker, TestApp } from '../testing/test-app.ts';
import { globalId } from './graphql/global-id.ts';

let app: TestApp;
let owner: User;
let member: User;
let organization: Organization;
beforeAll(async () => {
  app = await TestApp.open();
  ({ owner, member, organization } = await app.aTeam());
});
afterAll(() => app.close());

/** All that an answer says, but for where in the document it says it. */
const saidTo = async (asker: Asker, query: string, variables: object) => {
  const { status, data, errors } = await app.as(asker, query, variables);
  return { status, data, errors: errors?.map(({ message, extensions }) => ({ message, extensions })) };
};

const READS = { contents: 'read', metadata: 'read', members: 'read' } as const;

/** A stranger with each credential. */
async function strangers(): Promise<Asker[]> {
  const stranger = await app.aPerson();
  const tokens = [
    await app.aToken(stranger, stranger.login),
    ...(await Promise.all(
      [[], ['repo'], ['admin:org', 'repo']].map((scopes) => app.aClassicToken(stranger, { scopes })),
    )),
    // Through an App that may read all of it: what its person may not know of, it does not tell them.
    await anAppUserToken(app, stranger.id, (await anAppOn(app, organization, { permissions: READS })).app.id),
  ];
  return [null, stranger, ...tokens.map(({ secret }) => secret)];
}

test('GT-3: what a stranger may not know of is answered word for word like what is not there', async () => {
  const { name } = await app.aRepository(owner, organization.login, 'PRIVATE');
  const REPOSITORY = 'query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { name } }';
  const ORGANIZATION = 'query ($login: String!) { organization(login: $login) { login } }';
  for (const stranger of await strangers()) {
    // oxlint-disable no-await-in-loop -- one stranger after the other
    const repository = (called: string) => saidTo(stranger, REPOSITORY, { owner: organization.login, name: called });
    expect(await repository(name)).toEqual(await repository('nothing'));
    const { login } = organization;
    expect(await saidTo(stranger, ORGANIZATION, { login })).toEqual(
      await saidTo(stranger, ORGANIZATION, { login: 'nobody' }),
    );
    // oxlint-enable no-await-in-loop
  }
});

test('AP-5: a token finds the enterprise above its organization by no way', async () => {
  const enterprise = await app.anEnterprise(await app.aPerson(), organization);
  const NODE = 'query ($id: ID!) { node(id: $id) { ... on Enterprise { slug } } }';
  const id = globalId('Enterprise', enterprise.id);
  expect((await app.as(member, NODE, { id })).data).toEqual({ node: { slug: enterprise.slug } });
  for (const { secret } of [
    await app.aToken(member, organization.login),
    await app.aClassicToken(member, { scopes: ['admin:org'] }),
    await anAppUserToken(app, member.id, (await anAppOn(app, organization, { permissions: READS })).app.id),
  ])
    // oxlint-disable-next-line no-await-in-loop
    expect((await app.as(secret, NODE, { id })).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
});
