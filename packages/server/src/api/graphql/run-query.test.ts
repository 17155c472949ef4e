import { buildSchema as schemaOf, execute, parse, specifiedRules, validate } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { User } from '../../features/users/user.entity.ts';
import { TestApp } from '../../testing/test-app.ts';
import { buildSchema } from './build-schema.ts';
import { createContext } from './context.ts';
import { guardSchema } from './guard-schema.ts';
import { runQuery } from './run-query.ts';

const schema = guardSchema(await buildSchema());
const NONE = null as never;

let app: TestApp;
let team: Awaited<ReturnType<TestApp['aTeam']>>;
beforeAll(async () => {
  app = await TestApp.open();
  team = await app.aTeam();
  const { owner, member, organization } = team;
  const repository = await app.aRepository(owner, organization.login, 'PUBLIC');
  await app.aToken(member, organization.login, {
    repositorySelection: 'SUBSET',
    repositories: [{ id: repository.id }],
  });
  await app.aToken(member, organization.login);
  await app.aClassicToken(member);
});
afterAll(() => app.close());

async function both(user: User, text: string, more: object = {}) {
  const document = parse(text);
  expect(validate(schema, document, specifiedRules).map(String)).toEqual([]);
  const variableValues = { login: team.organization.login, ...more };
  const context = async () => createContext(await app.sessionOf(user), NONE, NONE);
  const of = { schema, document, variableValues };
  return {
    quick: await runQuery({ ...of, context: await context(), operationName: undefined }),
    usual: await execute({ ...of, contextValue: await context() }),
  };
}

const REQUESTS = 'tokenRequests(first: 10, filter: { status: [PENDING] })';

test.each([
  [
    'rows, lists, moments and counts',
    `query ($login: String!) { organization(login: $login) { id ${REQUESTS} { totalCount totalCountIsExact pageInfo { hasNextPage endCursor }
      edges { cursor node { databaseId } } nodes { id status createdAt decidedAt requester { login name } token { name expiresAt lastUsedAt status }
        permissions { repository { key level } organization { key } } repositories(first: 5) { totalCount nodes { name visibility } } deciders { login } } } } }`,
  ],
  [
    'fragments, aliases, unions, interfaces and the names of types',
    `query ($login: String!) { __typename viewer { ...Person tokens: personalAccessTokens(first: 5) { nodes { __typename id name ... on ClassicToken { scopes } } } }
      it: organization(login: $login) { ...Place tokenRequest(databaseId: 1) { decidedBy { __typename ... on User { login } } } repositories(first: 5) { nodes { owner { __typename ... on Organization { ...Place } } } } } }
      fragment Person on User { login ...Named } fragment Named on User { name email } fragment Place on Organization { login ... on Organization { basePermission } }`,
  ],
  [
    'what is left out, and what is merged',
    `query ($login: String!, $no: Boolean = false, $first: Int = 1) { organization(login: $login) { login @include(if: $no) name @skip(if: $no)
      ${REQUESTS} { nodes { databaseId } } tokenRequests(first: 10, filter: { status: [PENDING] }) { nodes { status ... @include(if: $no) { reason } } }
      repositories(first: $first) { nodes { name } } } }`,
  ],
  [
    'lists of nothing',
    'query ($login: String!) { organization(login: $login) { tokenRequests(first: 5, filter: { text: "nowhere" }) { nodes { id } edges { node { id } } totalCount } } }',
  ],
  ['the catalogue', '{ permissionCatalogue { key group levels } }'],
])('%s are what graphql-js makes of them', async (_, text) => {
  const { quick, usual } = await both(text.includes('personalAccessTokens') ? team.member : team.owner, text);
  expect(usual.errors).toBeUndefined();
  expect(JSON.stringify(quick)).toBe(JSON.stringify(usual.data));
});

test.each([
  ['a refused field', '{ organization(login: $login) { login auditLog(first: 1) { totalCount } } }', true],
  ['a refused object', '{ organization(login: "elsewhere") { login } }', true],
  ['an argument out of bounds', '{ organization(login: $login) { repositories(first: 0) { totalCount } } }', true],
  ['the schema', '{ __schema { queryType { name } } }', false],
  ['a key that is no ordinary one', '{ organization(login: $login) { __proto__: login } }', false],
])('%s is left to graphql-js', async (_, body, isRefused) => {
  const { quick, usual } = await both(
    team.member,
    `query ${body.includes('$login') ? '($login: String!)' : ''} ${body}`,
  );
  expect(quick).toBeNull();
  expect(Boolean(usual.errors)).toBe(isRefused);
});

test('mutations, operations that are not there and variables that do not fit are left to graphql-js', async () => {
  const context = createContext(await app.sessionOf(team.owner), NONE, NONE);
  const run = (text: string, operationName: string | null = null) =>
    runQuery({ schema, document: parse(text), context, variableValues: { first: 'x' }, operationName });
  const login = app.aName('org');
  expect(
    await run(`mutation { createOrganization(input: { login: "${login}" }) { organization { login } } }`),
  ).toBeNull();
  expect(await app.database.query('SELECT FROM organizations WHERE login = $1', [login])).toEqual([]);
  expect(await run('query One { __typename }', 'Other')).toBeNull();
  expect(await run('query ($first: Int) { viewer { organizations(first: $first) { totalCount } } }')).toBeNull();
});

test('a field that one may not see is blank for one and refused to nobody else, whichever way it is run', async () => {
  const text =
    'query ($login: String!) { organization(login: $login) { login auditLog(first: 1) { pageInfo { hasNextPage } } } }';
  const [owner, member] = [
    await app.as(team.owner, text, { login: team.organization.login }),
    await app.as(team.member, text, { login: team.organization.login }),
  ];
  expect(owner.errors).toBeUndefined();
  expect(member).toMatchObject({
    data: { organization: { login: team.organization.login, auditLog: null } },
    errors: [{ path: ['organization', 'auditLog'], extensions: { code: 'FORBIDDEN' } }],
  });
});

test('once it has given up, nothing more is begun: graphql-js begins it all', async () => {
  const small = schemaOf('type Query { slow: Row refused: Row } type Row { name: String }');
  const asked: string[] = [];
  const slow = Promise.withResolvers<object>();
  const { slow: first, refused } = small.getQueryType()!.getFields();
  first!.resolve = () => slow.promise;
  refused!.resolve = () => Promise.reject(new Error('no'));
  const name = () => asked.push('name');
  const of = { schema: small, context: NONE, variableValues: {}, operationName: null };
  expect(await runQuery({ ...of, document: parse('{ slow { name } refused { name } }') })).toBeNull();
  slow.resolve({ name });
  await slow.promise;
  await Promise.resolve();
  expect(asked).toEqual([]);
});

test.each([
  ['beside a row that is amiss', (late: Promise<object>) => [null, late], null],
  ['in a list that comes later', (late: Promise<object>) => Promise.resolve([late]), new Error('no')],
  ['in a row that comes later', (late: Promise<object>) => Promise.resolve([{ name: late }]), new Error('no')],
])('what is still under way %s may fail without being missed', async (_, listOf, refused) => {
  const small = schemaOf('type Query { other: String all: [Row!] } type Row { name: String }');
  const late = Promise.withResolvers<object>();
  const { all, other } = small.getQueryType()!.getFields();
  all!.resolve = () => listOf(late.promise);
  other!.resolve = () => refused;
  const missed: unknown[] = [];
  const miss = (error: unknown) => missed.push(error);
  process.on('unhandledRejection', miss);
  const of = { schema: small, context: NONE, variableValues: {}, operationName: null };
  expect(await runQuery({ ...of, document: parse('{ all { name } other }') })).toBeNull();
  late.reject(new Error('late'));
  // Node tells of them after the turn.
  await new Promise((resolve) => void setImmediate(resolve));
  process.off('unhandledRejection', miss);
  expect(missed).toEqual([]);
});
