import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloArmor } from '@escape.tech/graphql-armor';
import { type DocumentNode, getNullableType, getOperationAST, type GraphQLSchema, isListType } from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import { AppError } from '../../errors.ts';
import type { Context } from './context.ts';
import { contextError } from './format-error.ts';
import { variablesOf } from './variables-of.ts';

type Of = { variables: Record<string, unknown>; operationName: string | undefined };

/** What a list asks of the database, whatever it brings: as much as so many fields. */
const LIST_COST = 50;
/** What looks at all tokens of an organization or an enterprise. */
const COUNTING = new Set(['previewTokenPolicy', 'previewEnterpriseTokenPolicy']);
const COUNTING_COST = 20_000;
/** Lists without `first` are short: the owners of an organization, the resource owners of a person. */
const SHORT_LIST = 5;
const IN_CONNECTION = new Set(['nodes', 'edges']);

/** A connection costs its statements and its fields times the rows asked for, a count of all tokens what it takes; everything else one. */
const byRows: ComplexityEstimator = ({ args, childComplexity, field }) => {
  const { first, last, ids } = args as { first?: number; last?: number; ids?: unknown[] };
  const rows = first ?? last ?? ids?.length;
  if (rows !== undefined) return LIST_COST + childComplexity * Math.max(1, Math.min(rows, 100));
  const isShortList = isListType(getNullableType(field.type)) && !IN_CONNECTION.has(field.name);
  const own = COUNTING.has(field.name) ? COUNTING_COST : 1;
  return own + childComplexity * (isShortList ? SHORT_LIST : 1);
};

const MOST = { cost: 100_000, depth: 14, aliases: 30, directives: 20, tokens: 3_000 };

const armor = new ApolloArmor({
  maxDepth: { n: MOST.depth },
  maxAliases: { n: MOST.aliases },
  maxDirectives: { n: MOST.directives },
  maxTokens: { enabled: false },
  costLimit: { enabled: false },
  blockFieldSuggestion: { enabled: false },
});

const { plugins, ...rules } = armor.protect();

/** What Apollo is given to keep a document in bounds before anything of it runs. */
export const protection = {
  ...rules,
  parseOptions: { maxTokens: MOST.tokens },
  // The library's types come from Apollo's other build, and are the same.
  plugins: plugins as unknown as ApolloServerPlugin[],
};

/** What a document costs; throws TOO_COMPLEX when it may make the server look at too many rows and fields. Runs for each request, as the variables count. */
export function affordableCost(
  schema: GraphQLSchema,
  query: DocumentNode,
  { variables, operationName }: { variables?: Record<string, unknown> | null; operationName?: string | null },
): number {
  const operation = getOperationAST(query, operationName);
  // Variables that do not fit: execution refuses them in its own words, and runs nothing.
  if (!operation || variablesOf(schema, operation, variables).errors) return 0;
  const of = { variables: variables ?? {}, operationName: operationName ?? undefined };
  const cost = lastCosts.of(query, of, () => costOf(schema, query, of, byRows));
  if (cost > MOST.cost)
    throw new AppError('TOO_COMPLEX', `The document is too complex: it costs ${cost}, and ${MOST.cost} is the most.`);
  return cost;
}

/** Of each document that Apollo keeps parsed, what it cost the last time: the next page of a list costs the same. */
const lastCosts = {
  kept: new WeakMap<DocumentNode, { sizes: string; cost: number }>(),
  of(document: DocumentNode, { variables, operationName }: Of, count: () => number): number {
    const sizes = JSON.stringify([
      operationName,
      Object.entries(variables).map(([name, value]) => [name, sizeOf(value)]),
    ]);
    const last = this.kept.get(document);
    if (last?.sizes === sizes) return last.cost;
    const cost = count();
    this.kept.set(document, { sizes, cost });
    return cost;
  },
};

/** All of a variable that a cost can hang on: how many, or whether. */
const sizeOf = (value: unknown) =>
  typeof value === 'number' || typeof value === 'boolean' || value == null
    ? [value]
    : Array.isArray(value)
      ? value.length
      : typeof value;

/** What an operation takes of its viewer's hour: the hundredth of what it costs, and one at least. */
export const pointsOf = (cost: number): number => Math.max(1, Math.round(cost / 100));

/** A list of so many rows is as many nodes, and for each what is below it. */
const byNodes: ComplexityEstimator = ({ args, childComplexity }) => {
  const { first, last, ids } = args as { first?: number; last?: number; ids?: unknown[] };
  const rows = first ?? last ?? ids?.length;
  return rows === undefined ? childComplexity : rows * (1 + childComplexity);
};

function costOf(schema: GraphQLSchema, query: DocumentNode, of: Of, estimator: ComplexityEstimator): number {
  try {
    return getComplexity({ schema, query, ...of, estimators: [estimator] });
  } catch {
    // The library gives up on a document whose fragments repeat one another beyond counting.
    return Infinity;
  }
}

/** Counts what an operation costs before it runs; the first point was taken when it came in. */
export const costPlugin: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, request, contextValue }) => {
      const { variables = {}, operationName } = request;
      contextValue.nodeCount = () => costOf(schema, document, { variables, operationName }, byNodes);
      try {
        await contextValue.meter.take(pointsOf(affordableCost(schema, document, request)) - 1);
      } catch (error) {
        throw contextError(error, null);
      }
    },
  }),
};
