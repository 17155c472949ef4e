import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import {
  createSourceEventStream,
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  specifiedRules,
  validate,
} from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { callerOf, type Credentials } from '../../access/authenticate.ts';
import type { GraphqlOptions } from '../doors.ts';
import { limitedAs } from '../rate-limits.ts';
import { sessionCookieIn } from '../sessions/session-cookie.ts';
import { type Context, createContext } from './context.ts';
import { affordableCost, pointsOf, protection } from './document-limits.ts';
import { formatError } from './format-error.ts';

/** A message is an operation; none of ours comes near this. */
const MOST_BYTES = 64 * 1024;

/** Makes a context for the viewer of this moment; throws when the credential has ended. Beginning is counted, events are not. */
type Renew = { begin: () => Promise<Context>; again: () => Promise<Context> };

/**
 * Subscriptions over WebSocket (graphql-transport-ws): only for pages of our own origin and for programs, which send none (SN-4).
 * Who asks is looked at again for each event, so that a session or a right that has ended hears nothing more.
 */
export function serveSubscriptions(
  app: FastifyInstance,
  options: GraphqlOptions & { schema: GraphQLSchema; path: string },
): void {
  const { schema, path, settings, notifications, rateLimits } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES });
  const ownOrigin = new URL(settings.publicUrl).origin;

  const contextFor = async (credentials: Pick<Credentials, 'authorization' | 'session' | 'ip'>, points: number) => {
    const { authorization, session, ip } = credentials;
    const { who, meter } = await rateLimits.graphql.admit(
      { credential: authorization ?? session, ip: ip ?? '' },
      () => callerOf({ ...credentials, requestId: null }, options),
      limitedAs,
      () => {},
      points,
    );
    return createContext(who, notifications, meter);
  };

  const disposable = useServer(
    {
      schema,
      validate: (of, document) => validate(of, document, [...specifiedRules, ...protection.validationRules]),
      execute: () => ({
        errors: [
          new GraphQLError('Only subscriptions come this way; send queries and mutations by POST.', {
            extensions: { code: 'BAD_REQUEST' },
          }),
        ],
      }),
      subscribe: subscribeAnew,
      onNext: (_context, _id, _payload, _args, result) => withFormattedErrors(result),
      onError: (_context, _id, _payload, errors) =>
        errors.map((error) => formatted(error, 'GRAPHQL_VALIDATION_FAILED')),
      context: ({ connectionParams, extra }): Renew => {
        const { request } = extra as { request: IncomingMessage };
        const given = connectionParams?.['authorization'];
        const authorization = typeof given === 'string' ? given : request.headers.authorization;
        const session = sessionCookieIn(request.headers.cookie, settings.publicUrl);
        const credentials = { authorization, session, ip: request.socket.remoteAddress ?? null };
        return { begin: () => contextFor(credentials, 1), again: () => contextFor(credentials, 0) };
      },
    },
    sockets,
  );

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { origin } = request.headers;
    const isOurs = request.url?.split('?')[0] === path && (origin === undefined || origin === ownOrigin);
    if (!isOurs) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  };
  app.server.on('upgrade', upgrade);
  app.addHook('preClose', async () => {
    await disposable.dispose();
  });
}

/** Like graphql-js' `subscribe`, but that each event is executed for the viewer of that moment and with loaders of its own. */
async function subscribeAnew(args: ExecutionArgs): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const renew = args.contextValue as Renew;
  try {
    const cost = affordableCost(args.schema, args.document, {
      variables: args.variableValues,
      operationName: args.operationName,
    });
    const contextValue = await renew.begin();
    await contextValue.meter.take(pointsOf(cost) - 1);
    const events = await createSourceEventStream({ ...args, contextValue });
    if (!(Symbol.asyncIterator in events)) return events;
    return eachOf(events[Symbol.asyncIterator](), async (rootValue) =>
      execute({ ...args, rootValue, contextValue: await renew.again() }),
    );
  } catch (error) {
    return failed(error);
  }
}

/** What is made of each event, until one fails: that is told, and ends the stream. Can be left while it waits for the next. */
function eachOf(
  events: AsyncIterator<unknown>,
  make: (event: unknown) => Promise<ExecutionResult>,
): AsyncIterableIterator<ExecutionResult> {
  const end = async () => {
    await events.return?.();
    return { done: true, value: undefined } as const;
  };
  return {
    async next() {
      const { done, value } = await events.next();
      if (done) return { done: true, value: undefined };
      try {
        return { done: false, value: await make(value) };
      } catch (error) {
        await end();
        return { done: false, value: failed(error) };
      }
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

const failed = (error: unknown): ExecutionResult => ({
  errors: [error instanceof GraphQLError ? error : new GraphQLError(String(error), { originalError: error as Error })],
});

const withFormattedErrors = ({ errors, ...result }: ExecutionResult) => ({
  ...result,
  ...(errors && { errors: errors.map((error) => formatted(error, 'BAD_USER_INPUT')) }),
});

/** `code` for what graphql-js itself has to say of a document or its variables: it gives none, as Apollo does. */
function formatted(error: GraphQLError, code: string): GraphQLFormattedError {
  const isOfDocument = !error.originalError && error.extensions['code'] === undefined;
  return formatError({ ...error.toJSON(), ...(isOfDocument && { extensions: { code } }) }, error);
}
