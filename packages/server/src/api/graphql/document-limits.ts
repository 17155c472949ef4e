import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloArmor } from '@escape.tech/graphql-armor';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import { AppError } from '../../errors.ts';

/** A connection costs its fields times the rows asked for, everything else one. */
const byRows: ComplexityEstimator = ({ args, childComplexity }) => {
  const { first, last, ids } = args as { first?: number; last?: number; ids?: unknown[] };
  return 1 + childComplexity * Math.max(1, Math.min(first ?? last ?? ids?.length ?? 1, 100));
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
  const cost = getComplexity({
    schema,
    query,
    variables: variables ?? {},
    operationName: operationName ?? undefined,
    estimators: [byRows],
  });
  if (cost > MOST.cost)
    throw new AppError('TOO_COMPLEX', `The document is too complex: it costs ${cost}, and ${MOST.cost} is the most.`);
}

export const costPlugin: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, request }) => mustBeAffordable(schema, document, request),
  }),
};
