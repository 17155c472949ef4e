import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, type Asker, TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';

const CREATE = `mutation ($input: CreateAppInput!) { createApp(input: $input) { app {
  databaseId slug name description isPublic clientId viewerCanAdminister installationCount organization { login }
  permissions { repository { key level } organization { key level } user { key level } } keys { id } clientSecrets { id } } } }`;
const OWNED = `query ($login: String!, $slug: String!) { organization(login: $login) {
  ownedApps(first: 10) { totalCount nodes { slug } } ownedApp(slug: $slug) { name } } }`;
const APP = 'query ($slug: String!) { app(slug: $slug) { name viewerCanAdminister keys { id } } }';

let server: TestApp;
let owner: User;
let member: User;
let acme: Organization;
beforeAll(async () => {
  server = await TestApp.open();
  ({ owner, member, organization: acme } = await server.aTeam());
});
afterAll(() => server.close());

const REVIEWS = { key: 'organization_personal_access_token_requests', level: 'WRITE' };
const create = (asker: Asker, input: object = {}) =>
  server.as(asker, CREATE, {
    input: { organization: acme.login, name: server.aName('A bot'), permissions: [REVIEWS], ...input },
  });
const codesOf = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions['code']);

test('AP-1: an owner makes an App, with permissions that only Apps can hold; it is in the log', async () => {
  const permissions = [REVIEWS, { key: 'contents', level: 'WRITE' }];
  const { data, errors } = await create(owner, { name: ' Review Bot ', description: 'Decides', permissions });

  expect(errors).toBeUndefined();
  expect(data.createApp.app).toEqual({
    databaseId: expect.any(Number),
    slug: 'review-bot',
    name: 'Review Bot',
    description: 'Decides',
    isPublic: false,
    clientId: expect.stringMatching(/^Cs[0-9a-f]{18}$/),
    viewerCanAdminister: true,
    installationCount: 0,
    organization: { login: acme.login },
    permissions: {
      repository: [
        { key: 'contents', level: 'WRITE' },
        { key: 'metadata', level: 'READ' },
      ],
      organization: [REVIEWS],
      user: [],
    },
    keys: [],
    clientSecrets: [],
  });
  const [entry] = await server.database.query(
    'SELECT action, actor_login AS actor, subject, details FROM audit_entries WHERE organization_id = $1 ORDER BY id DESC LIMIT 1',
    [acme.id],
  );
  expect(entry).toEqual({
    action: 'integration.create',
    actor: owner.login,
    subject: 'review-bot',
    details: {
      name: 'Review Bot',
      is_public: false,
      permissions: { organization_personal_access_token_requests: 'write', contents: 'write', metadata: 'read' },
    },
  });
});

test('AP-1: owners find the Apps of their organization, newest first; members and strangers do not', async () => {
  const { data: made } = await create(owner);
  const { slug, name } = made.createApp.app;
  const { data } = await server.as(owner, OWNED, { login: acme.login, slug });
  expect(data.organization.ownedApps.nodes[0]).toEqual({ slug });
  expect(data.organization.ownedApp).toEqual({ name });
  const asMember = await server.as(member, OWNED, { login: acme.login, slug });
  expect([codesOf(asMember), asMember.data.organization.ownedApp]).toEqual([['FORBIDDEN', 'FORBIDDEN'], null]);
});

test('an App is found by those who may install it: its own people, and everybody where it is public', async () => {
  const stranger = await server.aPerson();
  const [own, open] = [await create(owner), await create(owner, { isPublic: true })];
  const [ownSlug, openSlug] = [own.data.createApp.app.slug, open.data.createApp.app.slug];

  expect((await server.as(member, APP, { slug: ownSlug })).data.app).toMatchObject({ viewerCanAdminister: false });
  const found = await server.as(stranger, APP, { slug: openSlug.toUpperCase() });
  expect([found.data.app.name, found.data.app.keys, codesOf(found)]).toEqual([
    open.data.createApp.app.name,
    null,
    ['NOT_FOUND'],
  ]);
  const hidden = await server.as(stranger, APP, { slug: ownSlug });
  const missing = await server.as(stranger, APP, { slug: 'nothing' });
  expect([hidden.data, hidden.errors]).toEqual([missing.data, missing.errors]);
  expect(codesOf(hidden)).toEqual(['NOT_FOUND']);
  expect(codesOf(await server.as(null, APP, { slug: openSlug }))).toEqual(['UNAUTHENTICATED']);
  const { secret } = await server.aClassicToken(owner, { scopes: ['admin:org', 'repo'] });
  expect(codesOf(await server.as(secret, APP, { slug: openSlug }))).toEqual(['FORBIDDEN']);
});

test("AP-5: no stranger, no member and no owner's token makes an App", async () => {
  const { secret } = await server.aClassicToken(owner, { scopes: ['admin:org', 'repo'] });
  const askers: [Asker, string][] = [
    [await server.aPerson(), 'NOT_FOUND'],
    [member, 'FORBIDDEN'],
    [secret, 'FORBIDDEN'],
    [null, 'UNAUTHENTICATED'],
  ];
  const before = await server.database.query('SELECT count(*) FROM apps');
  for (const [asker, code] of askers)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(codesOf(await create(asker))).toEqual([code]);
  expect(await server.database.query('SELECT count(*) FROM apps')).toEqual(before);
});

test.each([
  [{ name: ' ' }, ['name']],
  [{ name: 'x'.repeat(101), slug: 'x' }, ['name']],
  [{ name: '검토 봇' }, ['slug']],
  [{ slug: 'Upper' }, ['slug']],
  [{ slug: '-a' }, ['slug']],
  [{ slug: 'a'.repeat(40) }, ['slug']],
  [{ description: 'x'.repeat(1025) }, ['description']],
  [{ permissions: [{ key: 'emails', level: 'READ' }] }, ['permissions']],
  [{ permissions: [{ key: 'nonsense', level: 'READ' }] }, ['permissions']],
  [{ permissions: [REVIEWS, REVIEWS] }, ['permissions']],
  [{ name: '', permissions: [{ key: 'contents', level: 'ADMIN' }] }, ['name', 'permissions']],
])('the wish %j is INVALID in %j', async (wish, fields) => {
  const { errors } = await create(owner, wish);
  expect(errors?.map(({ extensions }) => [extensions['code'], Object.keys(extensions['fields'])])).toEqual([
    ['INVALID', fields],
  ]);
});

test('of two who take a slug at once one gets it, the other is told', async () => {
  const answers = await Promise.all([1, 2].map(() => create(owner, { slug: 'twin' })));
  expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
  expect(answers.flatMap(({ errors }) => errors ?? [])).toMatchObject([
    { extensions: { code: 'INVALID', fields: { slug: 'There is an App twin already.' } } },
  ]);
});

const OF_FLOW = `mutation ($input: CreateAppInput!) { createApp(input: $input) { app { slug redirectUris userTokensExpire } } }`;
const SHOWN = 'query ($slug: String!) { app(slug: $slug) { name redirectUris userTokensExpire } }';

test('AP-7, EX-8: an App has redirect URIs, and its tokens for people end; owners see both, others neither', async () => {
  const make = (input: object) =>
    server.as(owner, OF_FLOW, {
      input: { organization: acme.login, name: server.aName('A bot'), permissions: [], ...input },
    });
  const redirectUris = ['https://client.example/callback', 'http://127.0.0.1/callback'];
  const { data, errors } = await make({ redirectUris, userTokensExpire: false });
  expect(errors).toBeUndefined();
  expect(data.createApp.app).toMatchObject({ redirectUris, userTokensExpire: false });
  const { data: plain } = await make({ redirectUris: null });
  expect(plain.createApp.app).toMatchObject({ redirectUris: [], userTokensExpire: true });
  const { slug } = data.createApp.app;
  const asMember = await server.as(member, SHOWN, { slug });
  expect(asMember.data.app).toEqual({ name: expect.any(String), redirectUris: null, userTokensExpire: null });
  expect(codesOf(asMember)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  const refused = await make({ redirectUris: ['http://client.example/callback'] });
  expect(refused.errors?.[0]?.extensions).toMatchObject({
    code: 'INVALID',
    fields: { redirectUris: expect.stringContaining('must begin with https://') },
  });
});
