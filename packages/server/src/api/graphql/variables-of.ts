import { getVariableValues, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';

type Values = ReturnType<typeof getVariableValues>;
type Given = Readonly<Record<string, unknown>>;

const NONE: Given = {};
const read = new WeakMap<Given, { operation: OperationDefinitionNode; values: Values }>();

/** The variables of a request as its operation takes them. What keeps it in bounds and what runs it both ask; they are read once. */
export function variablesOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Given | null | undefined,
): Values {
  const known = given && read.get(given);
  if (known?.operation === operation) return known.values;
  const values = getVariableValues(schema, operation.variableDefinitions ?? [], given ?? NONE);
  if (given) read.set(given, { operation, values });
  return values;
}
