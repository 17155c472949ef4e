import { APP_ONLY_PERMISSIONS, PERMISSIONS, type PermissionMap, SCOPES } from '@countersign/schema';
import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Organization } from '../../features/organizations/organization.entity.ts';
import type { User } from '../../features/users/user.entity.ts';
import { anAppUserToken } from '../../testing/app-user.ts';
import { anInstalledApp } from '../../testing/installed-app.ts';
import { TestApp } from '../../testing/test-app.ts';
import { buildSchema } from './build-schema.ts';
import { globalId } from './global-id.ts';

// Every field that there is, by an owner's tokens which carry all that there is to carry: what is new is closed to them until it is named here.

/** What an App may do where it holds the permission, and for a person who is an owner. (RQ-11) */
const REVIEWS = ['approveTokenRequests', 'denyTokenRequests', 'revokeTokenGrants'];

let app: TestApp;
let schema: GraphQLSchema;
let owner: User;
let acme: Organization;
const secrets: Record<string, string> = {};

beforeAll(async () => {
  app = await TestApp.open();
  schema = await buildSchema();
  const team = await app.aTeam();
  ({ owner, organization: acme } = team);
  const highest = ({ key, levels }: { key: string; levels: readonly string[] }) => [key, levels.at(-1)];
  const ofOrganizations = [...PERMISSIONS, ...APP_ONLY_PERMISSIONS].filter(({ resource }) => resource !== 'user');
  const everything = Object.fromEntries(ofOrganizations.map(highest)) as PermissionMap;
  const installed = await anInstalledApp(app, acme, everything);
  secrets['App'] = await installed.token();
  secrets['App user'] = (await anAppUserToken(app, owner.id, installed.app.id)).secret;
  const ofTokens = ofOrganizations.filter((permission) => PERMISSIONS.includes(permission));
  const permissions = Object.fromEntries(ofTokens.map(highest)) as Record<string, 'read'>;
  secrets['fine-grained'] = (await app.aToken(owner, acme.login, { permissions })).secret;
  const scopes = SCOPES.filter(({ parent }) => !parent).map(({ scope }) => scope);
  secrets['classic'] = (await app.aClassicToken(owner, { scopes })).secret;
});
afterAll(() => app.close());

/** Some value of the type, as it stands in a document. */
function someValue(type: GraphQLInputType): string {
  if (isNonNullType(type)) return someValue(type.ofType);
  if (isListType(type)) return '[]';
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) return `{ ${needed(Object.values(type.getFields()))} }`;
  return { Int: '1', Boolean: 'true', DateTime: '"2026-01-01T00:00:00Z"' }[type.name] ?? `"1"`;
}
const needed = (inputs: readonly (GraphQLArgument | GraphQLInputField)[]) =>
  inputs
    .filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined)
    .map(({ name, type }) => `${name}: ${someValue(type)}`)
    .join(', ');

/** The field by itself, with what it cannot be without. */
function selectionOf({ name, args, type }: GraphQLField<unknown, unknown>): string {
  const given = needed(args) + (args.some((arg) => arg.name === 'first') ? ' first: 1' : '');
  return `${name}${given && `(${given})`} ${isLeafType(getNamedType(type)) ? '' : '{ __typename }'}`;
}
const fieldsOf = (type: string) => Object.values((schema.getType(type) as GraphQLObjectType).getFields());

/** The codes by which the fields below something are refused, each asked by itself; null for those that answer. */
async function codesOf(
  secret: string,
  fields: GraphQLField<unknown, unknown>[],
  around = (field: string) => `{ ${field} }`,
) {
  const asked = fields.map(async (field) => {
    const { status, errors } = await app.as(secret, around(selectionOf(field)));
    return [field.name, status === 200 ? (errors?.[0]?.extensions['code'] ?? null) : status] as const;
  });
  return new Map(await Promise.all(asked));
}
const answering = (codes: ReadonlyMap<string, unknown>) =>
  [...codes].flatMap(([name, code]) => (code === null ? [name] : [])).toSorted();

test('AP-5, RQ-11: no token does what is for people in a browser, whatever it carries; an owner’s App reviews', async () => {
  const mutations = fieldsOf('Mutation');
  expect(mutations.length).toBeGreaterThan(30);
  const told: Record<string, string[]> = {};
  for (const [kind, secret] of Object.entries(secrets)) {
    // oxlint-disable-next-line no-await-in-loop -- one kind of token after the other
    const codes = await codesOf(secret, mutations, (field) => `mutation { ${field} }`);
    told[kind] = [...codes].flatMap(([name, code]) => (code === 'FORBIDDEN' ? [] : `${name} ${code}`)).toSorted();
  }
  const beyondTheFirstWall = REVIEWS.map((name) => `${name} NOT_FOUND`);
  expect(told).toEqual({
    App: beyondTheFirstWall,
    'App user': beyondTheFirstWall,
    'fine-grained': [],
    classic: [],
  });
});

test('AP-5: of its person an App learns who they are, and nothing else; not their address', async () => {
  const codes = await codesOf(secrets['App user']!, fieldsOf('User'), (field) => `{ viewer { ${field} } }`);
  expect(answering(codes)).toEqual(['avatarUrl', 'databaseId', 'id', 'login', 'name', 'url']);
  expect(new Set(codes.values())).toEqual(new Set([null, 'FORBIDDEN']));
  const { data, errors } = await app.as(secrets['App user']!, '{ viewer { login databaseId email } }');
  expect(data).toEqual({ viewer: { login: owner.login, databaseId: owner.id, email: null } });
  expect(errors).toMatchObject([{ path: ['viewer', 'email'], extensions: { code: 'FORBIDDEN' } }]);
});

test('AP-5: of an organization an App that acts for an owner sees what the App sees: neither policy nor log nor Apps', async () => {
  const around = (field: string) => `{ organization(login: "${acme.login}") { ${field} } }`;
  const forPerson = await codesOf(secrets['App user']!, fieldsOf('Organization'), around);
  const byItself = await codesOf(secrets['App']!, fieldsOf('Organization'), around);
  expect(answering(forPerson)).toEqual(answering(byItself));
  expect(answering(forPerson)).toEqual(expect.arrayContaining(['members', 'repositories', 'tokenRequests']));
  for (const name of ['auditLog', 'tokenPolicy', 'apps'])
    expect([name, forPerson.get(name)]).toEqual([name, 'FORBIDDEN']);
});

test('AP-5: what is asked of the whole server answers an App that acts for an owner of all only where it answers anybody with a token', async () => {
  const { slug } = await app.anEnterprise(owner, acme);
  const { data, errors } = await app.as(secrets['App user']!, `{ enterprise(slug: "${slug}") { slug } }`);
  expect([data.enterprise, errors?.[0]?.extensions['code']]).toEqual([null, 'NOT_FOUND']);
  const codes = await codesOf(secrets['App user']!, fieldsOf('Query'));
  expect(answering(codes)).toEqual(['nodes', 'permissionCatalogue', 'rateLimit', 'scopeCatalogue', 'viewer']);
});

test('AP-5: what its person owns is found by no id: tokens, agreements, installations, logs, the enterprise', async () => {
  const idOf = async (table: string, where: string) =>
    (await app.database.query<{ id: number }[]>(`SELECT id FROM ${table} WHERE ${where} LIMIT 1`))[0]!.id;
  const ids = {
    FineGrainedToken: await idOf('tokens', `kind = 'FINE_GRAINED' AND user_id = ${owner.id}`),
    ClassicToken: await idOf('tokens', `kind = 'CLASSIC' AND user_id = ${owner.id}`),
    ApplicationAuthorization: await idOf('application_authorizations', `user_id = ${owner.id}`),
    AppInstallation: await idOf('app_installations', `organization_id = ${acme.id}`),
    AuditEntry: await idOf('audit_entries', `organization_id = ${acme.id}`),
    Enterprise: (await app.anEnterprise(owner, acme)).id,
  };
  const find = async (asker: string | User, [type, id]: [string, number]) => {
    const { data, errors } = await app.as(asker, `{ node(id: "${globalId(type, id)}") { __typename } }`);
    return errors?.[0]?.extensions['code'] ?? data.node.__typename;
  };
  const types = Object.entries(ids);
  expect(await Promise.all(types.map((one) => find(owner, one)))).toEqual(Object.keys(ids));
  expect(new Set(await Promise.all(types.map((one) => find(secrets['App user']!, one))))).toEqual(
    new Set(['NOT_FOUND']),
  );
});
