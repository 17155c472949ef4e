import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DocumentNode,
  execute,
  type FragmentDefinitionNode,
  getNamedType,
  getVariableValues,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  print,
  type SelectionSetNode,
  specifiedRules,
  typeFromAST,
  validate,
  visit,
} from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOf } from '../../access/authenticate.ts';
import type { Caller } from '../../access/caller.ts';
import { anInstalledApp } from '../../testing/installed-app.ts';
import { TestApp } from '../../testing/test-app.ts';
import { buildSchema } from './build-schema.ts';
import { createContext } from './context.ts';
import { affordableCost, protection } from './document-limits.ts';
import { globalId } from './global-id.ts';
import { guardSchema } from './guard-schema.ts';
import { runQuery } from './run-query.ts';

const SOURCE = join(import.meta.dirname, '../../../../web/src');
const CALL = /\bgraphql\(`([^`]*)`\)/g;

const schema = guardSchema(await buildSchema());
const written = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|^gql\//.test(path))
  .flatMap((path) => [...readFileSync(join(SOURCE, path), 'utf8').matchAll(CALL)])
  .flatMap(([, text = '']) => parse(text).definitions);
const fragments = new Map(
  written
    .filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION)
    .map((fragment) => [fragment.name.value, fragment]),
);
const operations = written
  .filter((definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION)
  .map((operation) => ({ name: operation.name?.value ?? '', operation }));

const TYPENAME: SelectionSetNode['selections'][number] = {
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: '__typename' },
};

/** The document as it is sent: with the fragments it spreads, each once, and the names of types that the client adds for its cache. */
function sent(operation: OperationDefinitionNode): DocumentNode {
  const needed = new Map<string, FragmentDefinitionNode>();
  const collect = (definition: OperationDefinitionNode | FragmentDefinitionNode) =>
    visit(definition, {
      FragmentSpread: ({ name: { value } }) => {
        const fragment = fragments.get(value);
        if (!fragment || needed.has(value)) return;
        needed.set(value, fragment);
        collect(fragment);
      },
    });
  collect(operation);
  return visit(
    { kind: Kind.DOCUMENT, definitions: [operation, ...needed.values()] },
    {
      SelectionSet: (node, _key, parent) =>
        (parent as { kind?: string }).kind === Kind.OPERATION_DEFINITION
          ? undefined
          : { ...node, selections: [...node.selections, TYPENAME] },
    },
  );
}

/** Some value of a type, of the length of a page where it is a number. */
function someValue(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return someValue(type.ofType);
  if (isListType(type)) return [someValue(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields()).flatMap((field) =>
        isNonNullType(field.type) ? [[field.name, someValue(field.type)]] : [],
      ),
    );
  return { Int: 50, Boolean: true, DateTime: '2026-11-21T08:00:00.000Z' }[getNamedType(type).name] ?? 'x';
}

const variablesOf = ({ variableDefinitions = [] }: OperationDefinitionNode, of: GraphQLSchema) =>
  Object.fromEntries(
    variableDefinitions.map(({ variable, type }) => [
      variable.name.value,
      someValue(typeFromAST(of, type as never) as GraphQLInputType),
    ]),
  );

let app: TestApp;
let there: Record<string, unknown>;
let callers: (() => Promise<Caller>)[];
beforeAll(async () => {
  app = await TestApp.open();
  app.now = new Date();
  const { owner, member, organization } = await app.aTeam();
  const [boss, stranger] = [await app.aPerson(), await app.aPerson()];
  const enterprise = await app.anEnterprise(boss, organization);
  const { name, ...repository } = await app.aRepository(owner, organization.login, 'PUBLIC');
  const wish = { repositorySelection: 'SUBSET' as const, repositories: [{ id: repository.id }] };
  await app.aToken(member, organization.login, wish);
  await app.decideAll(owner, organization, 'APPROVED');
  const { secret } = await app.aToken(member, organization.login, wish);
  const classic = await app.aClassicToken(owner, { scopes: ['repo', 'read:org'] });
  const bot = await anInstalledApp(app, organization);
  const bearers = [secret, classic.secret, await bot.token(), null];
  callers = [
    ...[owner, member, stranger, boss].map((person) => () => app.sessionOf(person)),
    ...bearers.map((bearer) => () => callerOf(withBearer(bearer), doorOf(app))),
  ];
  const { login } = organization;
  const id = globalId('Organization', organization.id);
  there = { login, organization: login, owner: login, name, slug: enterprise.slug, id, databaseId: 1 };
});
afterAll(() => app.close());

const withBearer = (secret: string | null) => ({
  authorization: secret === null ? undefined : `Bearer ${secret}`,
  ip: '127.0.0.1',
  requestId: 'one',
});
const doorOf = ({ database, settings, now }: TestApp) => ({ database, settings, clock: () => now! });

test('there are documents to check', () => expect(operations.length).toBeGreaterThan(40));

test.each(operations)('the server takes what the pages send as $name', ({ name, operation }) => {
  // As text, since its length is limited too.
  const document = parse(print(sent(operation)), protection.parseOptions);
  expect(validate(schema, document, [...specifiedRules, ...protection.validationRules]).map(String)).toEqual([]);
  const variables = variablesOf(operation, schema);
  // What a document costs is counted only of variables that fit.
  expect(getVariableValues(schema, operation.variableDefinitions ?? [], variables).errors).toBeUndefined();
  expect(() => affordableCost(schema, document, { operationName: name, variables })).not.toThrow();
});

const queries = operations.filter(({ operation }) => operation.operation === OperationTypeNode.QUERY);
let short = 0;

test.each(queries)('$name is answered alike whichever way it is run, whoever asks', async ({ name, operation }) => {
  const document = sent(operation);
  const variables = variablesOf(operation, schema);
  const variableValues = Object.fromEntries(Object.entries(variables).map(([key, some]) => [key, there[key] ?? some]));
  const of = { schema, document, variableValues, operationName: name };
  await Promise.all(
    callers.map(async (callerNow) => {
      const context = async () => createContext(await callerNow(), null as never, null as never);
      const quick = await runQuery({ ...of, context: await context() });
      const { data, errors } = await execute({ ...of, contextValue: await context() });
      expect(quick && JSON.stringify(quick)).toBe(errors ? null : JSON.stringify(data));
      if (quick) short++;
    }),
  );
});

test('many of these run the short way', () => expect(short).toBeGreaterThan(queries.length));
