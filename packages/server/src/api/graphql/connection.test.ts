import { isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { User } from '../../features/users/user.entity.ts';
import { anAppOn } from '../../testing/an-app.ts';
import { OAuthClient } from '../../testing/oauth-client.ts';
import { TestApp } from '../../testing/test-app.ts';
import { aWebhook } from '../../testing/webhooks.ts';
import { buildSchema } from './build-schema.ts';

/** Every list of the schema, and where an owner finds it; `LIST` stands for its arguments and what is read of it. */
const LISTS: Record<string, string> = {
  'Enterprise.auditLog': '{ viewer { enterprises { auditLogLIST } } }',
  'Enterprise.organizations': '{ viewer { enterprises { organizationsLIST } } }',
  'TokenPolicyPreview.blockedTokens':
    '{ previewTokenPolicy(input: { organization: "acme", fineGrainedAccess: RESTRICTED }) { blockedTokensLIST } }',
  'User.applicationAuthorizations': '{ viewer { applicationAuthorizationsLIST } }',
  'User.organizations': '{ viewer { organizationsLIST } }',
  'User.personalAccessTokens': '{ viewer { personalAccessTokensLIST } }',
  'User.tokenRequests': '{ viewer { tokenRequestsLIST } }',
  'User.securityLog': '{ viewer { securityLogLIST } }',
  'ResourceOwner.repositories': '{ viewer { resourceOwners { repositoriesLIST } } }',
  'FineGrainedToken.repositories':
    '{ viewer { personalAccessTokens(first: 9) { nodes { ... on FineGrainedToken { repositoriesLIST } } } } }',
  'Organization.apps': '{ organization(login: "acme") { appsLIST } }',
  'AppInstallation.repositories': '{ organization(login: "acme") { apps(first: 1) { nodes { repositoriesLIST } } } }',
  'Organization.ownedApps': '{ organization(login: "acme") { ownedAppsLIST } }',
  'Organization.webhooks': '{ organization(login: "acme") { webhooksLIST } }',
  'Webhook.deliveries': '{ organization(login: "acme") { webhooks(first: 1) { nodes { deliveriesLIST } } } }',
  'Organization.auditLog': '{ organization(login: "acme") { auditLogLIST } }',
  'Organization.members': '{ organization(login: "acme") { membersLIST } }',
  'Organization.repositories': '{ organization(login: "acme") { repositoriesLIST } }',
  'Organization.tokenRequests': '{ organization(login: "acme") { tokenRequestsLIST } }',
  'Organization.tokenGrants': '{ organization(login: "acme") { tokenGrantsLIST } }',
  'TokenRequest.repositories':
    '{ organization(login: "acme") { tokenRequests(first: 1) { nodes { repositoriesLIST } } } }',
  'TokenRequest.repositoriesAdded':
    '{ organization(login: "acme") { tokenRequests(first: 1) { nodes { repositoriesAddedLIST } } } }',
  'TokenGrant.repositories': '{ organization(login: "acme") { tokenGrants(first: 1) { nodes { repositoriesLIST } } } }',
};

let app: TestApp;
let owner: User;
beforeAll(async () => {
  app = await TestApp.open({ webhookAllowPrivate: true });
  owner = await app.aPerson('owner');
  const member = await app.aPerson('member');
  const acme = await app.anOrganization(owner, 'acme');
  await app.join(owner, acme, 'member');
  await app.anEnterprise(owner, acme);
  const repositories = [
    await app.aRepository(owner, 'acme', 'PRIVATE'),
    await app.aRepository(owner, 'acme', 'PUBLIC'),
  ];
  const subset = { repositorySelection: 'SUBSET', repositories: repositories.map(({ id }) => ({ id })) } as const;
  await anAppOn(app, acme, {}, { repositoryIds: repositories.map(({ id }) => id) });
  await anAppOn(app, acme, {}, { repositoryIds: repositories.map(({ id }) => id) });
  await (await OAuthClient.of(app, owner, acme)).authorize(owner);
  await (await OAuthClient.of(app, owner, acme)).authorize(owner);
  // Where nobody listens: each has its deliveries all the same.
  await aWebhook(app, owner, { organization: 'acme', url: 'http://127.0.0.1:9/one' });
  await aWebhook(app, owner, { organization: 'acme', url: 'http://127.0.0.1:9/other' });
  await app.aToken(owner, 'acme', subset);
  await app.aToken(member, 'acme', subset);
});
afterAll(() => app.close());

const ask = (
  name: string,
  args: string,
  shown = 'edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }',
) => app.as(owner, LISTS[name]!.replace('LIST', `${args} { ${shown} }`));

test('every list of the schema is looked at here', async () => {
  const schema = await buildSchema();
  const names = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field })))
    .filter(({ field }) => field.args.some(({ name }) => name === 'first'))
    .map(({ name }) => name);
  expect(names.toSorted()).toEqual(Object.keys(LISTS).toSorted());
});

test.each(Object.keys(LISTS))('%s needs first or last, from 1 to 100, and a cursor of its own', async (name) => {
  const cursor = Buffer.from('["abc",1]').toString('base64url');
  for (const [args, field] of [
    ['', 'first'],
    ['(first: 0)', 'first'],
    ['(first: 101)', 'first'],
    ['(last: 101)', 'last'],
    ['(first: 1, last: 1)', 'last'],
    ['(first: 1, after: "nonsense")', 'after'],
    ['(last: 1, before: "")', 'before'],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- seven
    const { errors } = await ask(name, args);
    expect([args, errors?.[0]?.extensions]).toEqual([
      args,
      { code: 'INVALID', fields: { [field]: expect.any(String) } },
    ]);
  }
  // Of a list by name this is a cursor like any other; nowhere does it break anything.
  const { errors = [] } = await ask(name, `(first: 1, after: "${cursor}")`);
  expect(errors.filter(({ extensions }) => extensions['code'] !== 'INVALID')).toEqual([]);
});

/** The connection in an answer, wherever it stands. */
function connectionIn(data: unknown): { edges: { cursor: string }[]; pageInfo: Record<string, unknown> } | null {
  if (typeof data !== 'object' || data === null) return null;
  if ('edges' in data) return data as never;
  return Object.values(data).reduce(
    (found: ReturnType<typeof connectionIn>, value) => found ?? connectionIn(value),
    null,
  );
}

test.each(Object.keys(LISTS))('%s is the same list page by page, forwards and backwards', async (name) => {
  const cursorsOf = async (args: string) =>
    connectionIn((await ask(name, args)).data)!.edges.map(({ cursor }) => cursor);
  const all = await cursorsOf('(first: 100)');
  const [first, ...rest] = all;
  expect(await cursorsOf('(last: 100)')).toEqual(all);
  expect(await cursorsOf('(first: 1)')).toEqual(all.slice(0, 1));
  expect(await cursorsOf('(last: 1)')).toEqual(all.slice(-1));
  if (first) {
    // oxlint-disable-next-line vitest/no-conditional-expect -- an empty list has no cursor to go on from
    expect(await cursorsOf(`(first: 100, after: "${first}")`)).toEqual(rest);
  }
});
