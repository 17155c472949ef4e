import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DocumentNode,
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
  parse,
  print,
  type SelectionSetNode,
  specifiedRules,
  typeFromAST,
  validate,
  visit,
} from 'graphql';
import { expect, test } from 'vitest';
import { buildSchema } from './build-schema.ts';
import { affordableCost, protection } from './document-limits.ts';
import { guardSchema } from './guard-schema.ts';

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
