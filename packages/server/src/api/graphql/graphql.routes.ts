import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import { callerOf } from '../../access/authenticate.ts';
import { AppError } from '../../errors.ts';
import type { GraphqlOptions } from '../doors.ts';
import { limitedAs, tellStanding } from '../rate-limits.ts';
import { clearSessionCookie, readSessionCookie } from '../sessions/session-cookie.ts';
import { tellAboutToken } from '../token-headers.ts';
import { buildSchema } from './build-schema.ts';
import { type Context, createContext } from './context.ts';
import { costPlugin, protection } from './document-limits.ts';
import { contextError, formatError } from './format-error.ts';
import { guardSchema } from './guard-schema.ts';
import { refuseOddText } from './refuse-odd-text.ts';
import { runQueries } from './run-query.ts';
import { serveSubscriptions } from './subscriptions.ts';

const PATH = '/api/graphql';
/** A browser sends none of these to another site without asking it first. */
const PREFLIGHT_HEADERS = ['x-countersign-csrf', 'x-apollo-operation-name', 'apollo-require-preflight'];

/** Logs what is a bug, gives its caller the request id, and answers 503 where the database is away, so that load balancers see it too. */
const tellOperators = (log: FastifyBaseLogger): ApolloServerPlugin<Context> => ({
  contextCreationDidFail: async ({ error }) => {
    if (codeOf(error) === 'INTERNAL')
      log.error({ err: (error as GraphQLError).originalError ?? error }, 'A GraphQL request failed before it began');
  },
  requestDidStart: async () => ({
    didEncounterErrors: async ({ errors, contextValue }) => {
      for (const error of errors)
        if (codeOf(error) === 'INTERNAL')
          log.error(
            { err: error.originalError ?? error, requestId: contextValue.viewer.actor.requestId },
            'A GraphQL field failed',
          );
    },
    willSendResponse: async ({ response, contextValue }) => {
      if (response.body.kind !== 'single') return;
      const { errors = [] } = response.body.singleResult;
      if (errors.some(({ extensions }) => extensions?.['code'] === 'UNAVAILABLE')) response.http.status = 503;
      for (const { extensions } of errors)
        if (extensions?.['code'] === 'INTERNAL') extensions['requestId'] = contextValue.viewer.actor.requestId;
    },
  }),
});

const codeOf = (error: Error) =>
  formatError({ message: error.message, ...(error instanceof GraphQLError ? error.toJSON() : {}) }, error).extensions?.[
    'code'
  ];

/** GraphQL over HTTP, and subscriptions over WebSocket, on one path. */
export async function graphqlRoutes(app: FastifyInstance, options: GraphqlOptions): Promise<void> {
  const { settings, notifications, rateLimits } = options;
  const schema = guardSchema(await buildSchema());
  const server = new ApolloServer<Context>({
    ...protection,
    schema,
    introspection: true,
    csrfPrevention: { requestHeaders: PREFLIGHT_HEADERS },
    stopOnTerminationSignals: false,
    plugins: [
      ...protection.plugins,
      costPlugin,
      refuseOddText,
      runQueries,
      tellOperators(app.log),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
    formatError,
  });
  await server.start();

  const handler = fastifyApolloHandler(server, {
    context: async (request, reply) => {
      const session = readSessionCookie(request, settings.publicUrl);
      const { authorization } = request.headers;
      try {
        const credentials = { authorization, session, ip: request.ip, requestId: request.id };
        const { who: caller, meter } = await rateLimits.graphql.admit(
          { credential: authorization ?? session, ip: request.ip },
          () => callerOf(credentials, options),
          limitedAs,
          tellStanding(reply, 'graphql'),
        );
        tellAboutToken(reply, caller.viewer);
        return createContext(caller, notifications, meter);
      } catch (error) {
        // A cookie that has ended is taken away, so that the next request is simply nobody's.
        const hasEnded = error instanceof AppError && error.code === 'UNAUTHENTICATED';
        if (hasEnded && authorization === undefined) void clearSessionCookie(reply, settings.publicUrl);
        throw contextError(error, request.id);
      }
    },
  });
  app.route({ url: PATH, method: ['GET', 'POST'], handler });
  serveSubscriptions(app, { ...options, schema, path: PATH });
  app.addHook('onClose', () => server.stop());
}
