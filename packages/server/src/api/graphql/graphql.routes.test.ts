import { getIntrospectionQuery } from 'graphql';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { User } from '../../features/users/user.entity.ts';
import { TestApp } from '../../testing/test-app.ts';
import { globalId } from './global-id.ts';

let app: TestApp;
let person: User;
beforeAll(async () => {
  app = await TestApp.open();
  person = await app.aPerson();
});
afterAll(() => app.close());

const urlOf = () => `${app.address}/api/graphql`;
/** Sends a body as it stands. */
const send = async (body: string, headers: Record<string, string> = {}) => {
  const response = await fetch(urlOf(), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
};
const codesOf = (text: string) =>
  (JSON.parse(text) as { errors: { extensions: { code: string } }[] }).errors.map(({ extensions }) => extensions.code);

describeAudits();
function describeAudits() {
  const audits = serverAudits({ url: urlOf }).filter(({ name }) => name.startsWith('MUST'));
  test('there are audits of GraphQL over HTTP to pass', () => expect(audits.length).toBeGreaterThan(10));
  test.each(audits.map((audit) => [audit.name, audit] as const))('GraphQL over HTTP: %s', async (_, audit) => {
    expect(await audit.fn()).toMatchObject({ status: 'ok' });
  });
}

test('anybody may read the schema, and nobody is told what they did not ask', async () => {
  const { data, errors } = await app.as(null, getIntrospectionQuery());
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    __schema: { types: expect.arrayContaining([expect.objectContaining({ name: 'TokenRequest' })]) },
  });
});

test('malformed JSON is 400, 5 MB are 413, and a batch is refused', async () => {
  const malformed = await send('{"query": ');
  const tooMuch = await send(JSON.stringify({ query: `{ viewer { login } } #${'x'.repeat(5_000_000)}` }));
  const batch = await send(JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]));
  const empty = await send('');
  expect([malformed.status, tooMuch.status, batch.status, empty.status]).toEqual([400, 413, 400, 400]);
  for (const { text } of [malformed, tooMuch, empty]) expect(text).not.toMatch(/ at |node_modules/);
});

const nested = (levels: number) =>
  `{ viewer { ${'organizations(first: 1) { nodes { members(first: 1) { nodes { '.repeat(levels)} login ${'} } } } '.repeat(levels)} } }`;
test.each([
  ['depth', nested(8)],
  ['aliases', `{ ${Array.from({ length: 31 }, (_, index) => `a${index}: viewer { login }`).join(' ')} }`],
  ['directives', `{ __typename ${'@include(if: true) '.repeat(30)} }`],
  ['unknown directives', `{ __typename ${'@x '.repeat(2000)} }`],
  ['tokens', `{ ${'__typename '.repeat(4000)} }`],
  [
    'cost',
    '{ viewer { organizations(first: 100) { nodes { members(first: 100) { nodes { organizations(first: 100) { nodes { login } } } } } } } }',
  ],
  [
    'cost by variables',
    'query ($n: Int = 100) { viewer { organizations(first: $n) { nodes { members(last: $n) { nodes { organizations(first: $n) { nodes { login } } } } } } } }',
  ],
  [
    'fragments that repeat',
    `{ ${'...a '.repeat(20)} } fragment a on Query { ${'...b '.repeat(20)} } fragment b on Query { ${'...c '.repeat(20)} } fragment c on Query { ${'...d '.repeat(20)} } fragment d on Query { viewer { organizations(first: 100) { totalCount } } }`,
  ],
  ['fragments in a circle', '{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }'],
])('a document over the limit of %s is 400 in no time', async (_, query) => {
  const headers = await app.headersOf(person);
  await send(JSON.stringify({ query: '{ viewer { login } }' }), headers);
  const start = performance.now();
  const { status } = await send(JSON.stringify({ query }), headers);
  expect(status).toBe(400);
  expect(performance.now() - start).toBeLessThan(1000);
});

test('a document over a limit is TOO_COMPLEX', async () => {
  const { text } = await send(JSON.stringify({ query: nested(8) }));
  expect(codesOf(text)).toContain('TOO_COMPLEX');
});

test.each([
  ['a syntax error', { query: '{ viewer { login }' }, 'GRAPHQL_PARSE_FAILED'],
  ['an unknown field', { query: '{ viewer { nothing } }' }, 'GRAPHQL_VALIDATION_FAILED'],
  ['a missing variable', { query: 'query ($id: ID!) { node(id: $id) { id } }' }, 'BAD_USER_INPUT'],
  [
    'a variable that does not fit',
    { query: 'query ($n: Int!) { viewer { organizations(first: $n) { totalCount } } }', variables: { n: 'x' } },
    'BAD_USER_INPUT',
  ],
  ['an unknown operation', { query: 'query a { __typename }', operationName: 'b' }, 'OPERATION_RESOLUTION_FAILURE'],
])("%s keeps Apollo's code", async (_, body, code) => {
  const { status, text } = await send(JSON.stringify(body));
  expect([status, codesOf(text)]).toEqual([400, [code]]);
});

test('a cookie is heeded only where another site could not have sent the request', async () => {
  const { cookie } = (await app.headersOf(person)) as { cookie: string };
  const mutation = JSON.stringify({
    query: 'mutation { createOrganization(input: { login: "csrf" }) { organization { login } } }',
  });
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
    // oxlint-disable-next-line no-await-in-loop -- three
    expect((await send(mutation, { cookie, 'content-type': type })).status).toBeGreaterThanOrEqual(400);
  const byGet = `${urlOf()}?query=${encodeURIComponent('mutation { createOrganization(input: { login: "csrf" }) { organization { login } } }')}`;
  const simple = await fetch(byGet, { headers: { cookie } });
  const preflighted = await fetch(byGet, { headers: { cookie, 'x-countersign-csrf': '1' } });
  expect([simple.status, preflighted.status]).toEqual([400, 405]);
  expect(await app.database.query(`SELECT FROM organizations WHERE login = 'csrf'`)).toEqual([]);
});

test('GT-3: a credential that does not hold is 401 with a challenge, also beside a good cookie', async () => {
  const { cookie } = (await app.headersOf(person)) as { cookie: string };
  const { secret } = await app.aToken(person, person.login);
  const unknown = `${secret.slice(0, 4)}${'0'.repeat(36)}`;
  for (const authorization of [
    'Bearer nonsense',
    `Bearer ${unknown}`,
    'Bearer',
    'Negotiate abc',
    `Basic ${btoa('x:')}`,
    '',
  ]) {
    // oxlint-disable-next-line no-await-in-loop -- six
    const { status, headers, text } = await send('{"query":"{ viewer { login } }"}', {
      cookie,
      authorization,
      'x-countersign-csrf': '1',
    });
    expect([authorization, status, codesOf(text)]).toEqual([authorization, 401, ['UNAUTHENTICATED']]);
    expect(headers.get('www-authenticate')).toBe('Bearer realm="Countersign"');
    expect(headers.getSetCookie()).toEqual([]);
  }
  const good = await send('{"query":"{ viewer { login } }"}', { authorization: `token ${secret}` });
  expect(good.text).toContain(person.login);
});

test('what breaks is INTERNAL: the request id and not a word more, before a field and within', async () => {
  const broken = await TestApp.open();
  const owner = await broken.aPerson();
  const { login } = await broken.anOrganization(owner);
  const AUDIT = 'query ($login: String!) { organization(login: $login) { auditLog(first: 1) { totalCount } } }';
  await broken.as(owner, '{ viewer { login } }');
  await broken.database.query('ALTER TABLE audit_entries RENAME TO elsewhere');
  const within = await broken.as(owner, AUDIT, { login });
  await broken.database.query('ALTER TABLE sessions RENAME TO nowhere');
  const before = await broken.as(owner, '{ viewer { login } }');
  await broken.close();
  for (const { errors } of [within, before])
    expect(errors).toMatchObject([
      {
        message: 'Something broke on our side.',
        extensions: { code: 'INTERNAL', requestId: expect.stringMatching(/^[\w-]{8,}$/) },
      },
    ]);
  expect(JSON.stringify([within, before])).not.toMatch(/relation|sessions|elsewhere|stack/);
  expect([within.status, before.status]).toEqual([200, 500]);
});

test('node: what is invisible, unknown, or no id of ours answers the same', async () => {
  const { owner, member, organization } = await app.aTeam();
  const repository = await app.aRepository(owner, organization.login, 'PRIVATE');
  const { token } = await app.aToken(member, organization.login);
  const [{ id: requestId }] = await app.database.query('SELECT id FROM token_requests WHERE token_id = $1', [token.id]);
  await app.decideAll(owner, organization, 'APPROVED');
  const [{ id: grantId }] = await app.database.query('SELECT id FROM token_grants WHERE token_id = $1', [token.id]);
  const theirs: [string, number][] = [
    ['Organization', organization.id],
    ['Repository', repository.id],
    ['FineGrainedToken', token.id],
    ['TokenRequest', Number(requestId)],
    ['TokenGrant', Number(grantId)],
  ];
  const stranger = await app.aPerson();
  const node = (asker: User | string | null, id: string) =>
    app.as(asker, 'query ($id: ID!) { node(id: $id) { id databaseId __typename } }', { id });

  const strange = [
    ...theirs.map(([type]) => globalId(type, 999_999)),
    globalId('Session', 1),
    'nonsense',
    '',
    '%00',
    'VXNlcjox=',
  ];
  const { secret } = await app.aToken(stranger, stranger.login);
  for (const asker of [stranger, secret, null])
    for (const id of [...theirs.map(([type, databaseId]) => globalId(type, databaseId)), ...strange]) {
      // oxlint-disable-next-line no-await-in-loop -- in order
      const { status, data, errors } = await node(asker, id);
      expect({
        id,
        status,
        data,
        errors: errors?.map(({ message, extensions }) => ({ message, ...extensions })),
      }).toEqual({
        id,
        status: 200,
        data: { node: null },
        errors: [{ message: 'That could not be found.', code: 'NOT_FOUND' }],
      });
    }
  for (const [type, databaseId] of theirs) {
    const id = globalId(type, databaseId);
    // oxlint-disable-next-line no-await-in-loop -- five
    expect((await node(member, id)).data).toEqual({ node: { id, databaseId, __typename: type } });
  }
});

test('nodes: each has its own answer, and 101 are INVALID', async () => {
  const ids = [globalId('User', person.id), globalId('User', 999_999)];
  const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { databaseId } }';
  const { data, errors } = await app.as(null, NODES, { ids });
  expect(data.nodes).toEqual([{ databaseId: person.id }, null]);
  expect(errors).toMatchObject([{ path: ['nodes', 1], extensions: { code: 'NOT_FOUND' } }]);
  const many = await app.as(null, NODES, { ids: Array.from({ length: 101 }, () => ids[0]) });
  expect(many.errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { ids: expect.any(String) } } }]);
});
