import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../api/graphql/global-id.ts';
import { anApp } from '../../testing/an-app.ts';
import { dumpOf } from '../../testing/database-dump.ts';
import { Receiver } from '../../testing/receiver.ts';
import { type Asker, TestApp } from '../../testing/test-app.ts';
import { aWebhook } from '../../testing/webhooks.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';

const SHOWN = `databaseId url isActive hasSecret events app { slug } organization { login }
  latestDelivery { event state } deliveries(first: 5) { totalCount nodes { event guid } }`;
const CREATE = `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { clientMutationId webhook { ${SHOWN} } } }`;
const UPDATE = `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { webhook { ${SHOWN} } } }`;
const DELETE =
  'mutation ($input: DeleteWebhookInput!) { deleteWebhook(input: $input) { organization { login webhooks(first: 5) { totalCount } } } }';
const PING =
  'mutation ($input: PingWebhookInput!) { pingWebhook(input: $input) { delivery { event state webhook { databaseId } } } }';
const LIST = `query ($login: String!) { organization(login: $login) { webhooks(first: 5) { nodes { ${SHOWN} } } } }`;
const NODE = 'query ($id: ID!) { node(id: $id) { databaseId } }';
const secret = '비밀 "quoted"\nand more';

let app: TestApp;
/** The same server where private addresses are not allowed. */
let strict: TestApp;
let receiver: Receiver;
let url: string;
let other: string;
beforeAll(async () => {
  [app, strict, receiver] = await Promise.all([
    TestApp.open({ webhookAllowPrivate: true }),
    TestApp.open(),
    Receiver.open(),
  ]);
  url = receiver.url('/hook?token=in-the-address');
  other = receiver.url('/other', 'localhost');
});
afterAll(async () => {
  await Promise.all([app.close(), strict.close()]);
  await receiver.close();
});

const create = (asker: Asker, input: object) => app.as(asker, CREATE, { input: { url, ...input } });
const entriesOf = (organization: Organization): Promise<{ action: string; subject: string; details: object }[]> =>
  app.database.query(
    `SELECT action, subject, details FROM audit_entries WHERE organization_id = $1 AND action LIKE 'hook.%' ORDER BY id`,
    [organization.id],
  );

test('AP-3, AU-1: an owner makes a webhook: it is pinged, written down, and its secret is shown nowhere', async () => {
  const { owner, organization } = await app.aTeam();

  const { data, errors } = await create(owner, { organization: organization.login, secret, clientMutationId: 'one' });

  expect(errors).toBeUndefined();
  expect(data.createWebhook).toMatchObject({
    clientMutationId: 'one',
    webhook: { url, isActive: true, hasSecret: true, events: ['personal_access_token_request'], app: null },
  });
  const listed = (await app.as(owner, LIST, { login: organization.login })).data.organization.webhooks.nodes;
  expect(listed).toMatchObject([
    {
      organization: { login: organization.login },
      latestDelivery: { event: 'ping' },
      deliveries: { totalCount: 1, nodes: [{ event: 'ping', guid: expect.stringMatching(/^[\w-]{36}$/) }] },
    },
  ]);
  const { origin } = new URL(url);
  const details = { url: origin, app_id: null, is_active: true, is_signed: true };
  expect(await entriesOf(organization)).toEqual([{ action: 'hook.create', subject: origin, details }]);
  const dump = await dumpOf(app.database);
  expect(dump).not.toContain('비밀');
  expect(dump).not.toContain(Buffer.from(secret).toString('hex'));
});

test('AP-3, AU-1: an owner changes a webhook, switches it off and removes it; the log holds no secret and no path', async () => {
  const { owner, organization } = await app.aTeam();
  const { id } = await aWebhook(app, owner, { organization: organization.login, url });
  const update = async (input: object) =>
    (await app.as(owner, UPDATE, { input: { webhookId: globalId('Webhook', id), ...input } })).data.updateWebhook
      .webhook;

  expect(await update({ secret })).toMatchObject({ hasSecret: true, isActive: true, url });
  expect(await update({ url: other, secret: null, isActive: false })).toMatchObject({
    hasSecret: false,
    isActive: false,
    url: other,
  });
  await update({ url: other, isActive: false });
  const ping = await app.as(owner, PING, { input: { webhookId: String(id) } });
  expect(ping.errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
  const { data } = await app.as(owner, DELETE, { input: { webhookId: String(id) } });

  expect(data.deleteWebhook).toEqual({ organization: { login: organization.login, webhooks: { totalCount: 0 } } });
  const entries = await entriesOf(organization);
  expect(entries.map(({ action, details }) => [action, details])).toEqual([
    ['hook.create', expect.anything()],
    ['hook.config_changed', { is_signed: { from: false, to: true } }],
    [
      'hook.config_changed',
      { url: { from: new URL(url).origin, to: new URL(other).origin }, is_signed: { from: true, to: false } },
    ],
    ['hook.active_changed', { is_active: { from: true, to: false } }],
    ['hook.destroy', { app_id: null }],
  ]);
  expect(await app.database.query('SELECT 1 FROM webhook_deliveries WHERE webhook_id = $1', [id])).toEqual([]);
});

test('AP-3: the owners of an App give it a webhook, one, and see it at the App; others see none', async () => {
  const { owner, member, organization } = await app.aTeam();
  const { id, slug } = (await anApp(app, organization)).app;
  const { data } = await create(owner, { appId: globalId('App', id) });
  expect(data.createWebhook.webhook).toMatchObject({ app: { slug }, organization: null });
  expect((await create(owner, { appId: String(id) })).errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);

  const seen = (asker: Asker) =>
    app.as(asker, 'query ($id: ID!) { node(id: $id) { ... on App { webhook { url } } } }', { id: globalId('App', id) });
  expect((await seen(owner)).data.node).toEqual({ webhook: { url } });
  for (const asker of [member, await app.aPerson()]) {
    // oxlint-disable-next-line no-await-in-loop
    expect((await seen(asker)).data.node?.webhook ?? null).toBeNull();
  }
});

test('to a stranger there is no webhook, a member is told that it takes an owner, and no token gets near', async () => {
  const { owner, member, organization } = await app.aTeam();
  const { id } = await aWebhook(app, owner, { organization: organization.login, url });
  const input = { webhookId: String(id) };
  const answersFor = (asker: Asker) =>
    Promise.all([
      create(asker, { organization: organization.login }),
      app.as(asker, UPDATE, { input: { ...input, isActive: false } }),
      app.as(asker, DELETE, { input }),
      app.as(asker, PING, { input }),
    ]);
  const codes = async (asker: Asker) =>
    (await answersFor(asker)).map(({ errors }) => errors?.[0]?.extensions['code'] as string);
  const { secret: classic } = await app.aClassicToken(owner, { scopes: ['admin:org', 'repo'] });

  expect(await codes(await app.aPerson())).toEqual(Array(4).fill('NOT_FOUND'));
  expect(await codes(member)).toEqual(Array(4).fill('FORBIDDEN'));
  expect(await codes(classic)).toEqual(Array(4).fill('FORBIDDEN'));
  expect(await codes(null)).toEqual(Array(4).fill('UNAUTHENTICATED'));
  for (const asker of [await app.aPerson(), member, classic]) {
    // oxlint-disable-next-line no-await-in-loop
    const node = await app.as(asker, NODE, { id: globalId('Webhook', id) });
    expect(node.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  }
  expect((await app.as(member, LIST, { login: organization.login })).data.organization.webhooks).toBeNull();
  expect((await app.as(owner, NODE, { id: globalId('Webhook', id) })).data.node).toEqual({ databaseId: id });
  expect(await entriesOf(organization)).toHaveLength(1);
});

test('SN-3: a secret or an address asks for the password again when it was given long ago; switching off does not', async () => {
  const { owner, organization } = await app.aTeam();
  const { id } = await aWebhook(app, owner, { organization: organization.login, url });
  const stale = await aStaleSession(owner);
  const again = [{ extensions: { code: 'FORBIDDEN', reauthenticate: true } }];
  const update = (input: object) => stale(UPDATE, { webhookId: String(id), ...input });

  expect((await stale(CREATE, { organization: organization.login, url })).errors).toMatchObject(again);
  expect((await update({ secret: 'x' })).errors).toMatchObject(again);
  expect((await update({ url: other })).errors).toMatchObject(again);
  expect((await update({ url, isActive: false })).data.updateWebhook.webhook).toMatchObject({ isActive: false });
});

async function aStaleSession(user: User) {
  const headers = await app.headersOf(user);
  await app.database.query(`UPDATE sessions SET password_given_at = now() - interval '3 hours' WHERE user_id = $1`, [
    user.id,
  ]);
  return async (query: string, input: object) => {
    const response = await fetch(`${app.address}/api/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables: { input } }),
    });
    // What a query answers is for its test to know.
    // oxlint-disable-next-line typescript/no-explicit-any
    return (await response.json()) as any;
  };
}

test.each([
  ['nonsense', /no address/],
  ['', /no address/],
  ['ftp://example.com/', /begins with https/],
  ['javascript:alert(1)', /begins with https/],
  ['https://user:password@example.com/', /no user and no password/],
  [`https://example.com/${'x'.repeat(2030)}`, /at most 2,048/],
  [`https://example.com/${'é'.repeat(1000)}`, /at most 2,048/],
  ['http://127.0.0.1/', /private/],
  ['http://2130706433/', /private/],
  ['http://0x7f.1/', /private/],
  ['http://[::1]/', /private/],
  ['http://[::ffff:127.0.0.1]/', /private/],
  ['http://169.254.169.254/latest/meta-data', /private/],
  ['http://localhost:4000/', /private/],
  ['http://localhost./', /private/],
  ['http://any.LOCALHOST/', /private/],
])('a webhook at %j is INVALID, and says why', async (bad, why) => {
  const { owner, organization } = await strict.aTeam();
  const { errors } = await strict.as(owner, CREATE, { input: { organization: organization.login, url: bad } });
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { url: expect.stringMatching(why) } } }]);
});

test('a secret that is empty or too long, both owners or none, and an unknown App are refused', async () => {
  const { owner, organization } = await app.aTeam();
  const at = { organization: organization.login };
  for (const bad of ['', 'x'.repeat(256)]) {
    // oxlint-disable-next-line no-await-in-loop
    const { errors } = await create(owner, { ...at, secret: bad });
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { secret: expect.any(String) } } }]);
  }
  for (const place of [{}, { ...at, appId: '1' }]) {
    // oxlint-disable-next-line no-await-in-loop
    const { errors } = await create(owner, place);
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { organization: expect.any(String) } } }]);
  }
  for (const appId of ['999999', 'nonsense']) {
    // oxlint-disable-next-line no-await-in-loop
    expect((await create(owner, { appId })).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  }
});

test('an organization has at most twenty, also when many are made at once', async () => {
  const { owner, organization } = await app.aTeam();
  const made = await Promise.all(
    Array.from({ length: 23 }, () => create(owner, { organization: organization.login, isActive: false })),
  );
  const refused = made.filter(({ errors }) => errors);
  expect(refused).toHaveLength(3);
  for (const { errors } of refused)
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { organization: /at most 20/ } } }]);
});
