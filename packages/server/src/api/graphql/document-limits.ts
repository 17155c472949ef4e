import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloArmor } from '@escape.tech/graphql-armor';
import { type DocumentNode, getNullableType, type GraphQLSchema, isListType } from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import { AppError } from '../../errors.ts';

/** What a list asks of the database, whatever it brings: as much as so many fields. */
const LIST_COST = 50;
/** Lists without `first` are short: the owners of an organization, the resource owners of a person. */
const SHORT_LIST = 5;
const IN_CONNECTION = new Set(['nodes', 'edges']);

/** A connection costs its statements and its fields times the rows asked for; everything else one. */
const byRows: ComplexityEstimator = ({ args, childComplexity, field }) => {
  const { first, last, ids } = args as { first?: number; last?: number; ids?: unknown[] };
  const rows = first ?? last ?? ids?.length;
  if (rows !== undefined) return LIST_COST + childComplexity * Math.max(1, Math.min(rows, 100));
  const isShortList = isListType(getNullableType(field.type)) && !IN_CONNECTION.has(field.name);
  return 1 + childComplexity * (isShortList ? SHORT_LIST : 1);
};

const MOST = { cost: 100_000, depth: 14, aliases: 30, directives: 20, tokens: 3_000 };

const armor = new ApolloArmor({
  maxDepth: { n: MOST.depth },
  maxAliases: { n: MOST.aliases },
  maxDirectives: { n: MOST.directives },
  maxTokens: { n: MOST.tokens },
  costLimit: { enabled: false },
  blockFieldSuggestion: { enabled: false },
});

const { plugins, ...rules } = armor.protect();

/** What Apollo is given to keep a document in bounds before anything of it runs. */
export const protection = {
  ...rules,
  // The library's types come from Apollo's other build, and are the same.
  plugins: plugins as unknown as ApolloServerPlugin[],
};

/** Throws TOO_COMPLEX when a document may make the server look at too many rows and fields. Runs for each request, as the variables count. */
export function mustBeAffordable(
  schema: GraphQLSchema,
  query: DocumentNode,
  { variables = {}, operationName }: { variables?: Record<string, unknown> | null; operationName?: string | null },
): void {
  let cost: number;
  try {
    cost = getComplexity({
      schema,
      query,
      variables: variables ?? {},
      operationName: operationName ?? undefined,
      estimators: [byRows],
    });
  } catch {
    // Variables that do not fit: execution refuses them in its own words, and runs nothing.
    return;
  }
  if (cost > MOST.cost)
    throw new AppError('TOO_COMPLEX', `The document is too complex: it costs ${cost}, and ${MOST.cost} is the most.`);
}

export const costPlugin: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, request }) => mustBeAffordable(schema, document, request),
  }),
};
