import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { callerOf } from '../../access/authenticate.ts';
import type { Caller, Settings } from '../../access/caller.ts';
import { scopesFor } from '../../access/scopes.rules.ts';
import { type AccessPermission, actionOf, type Viewer } from '../../access/viewer.ts';
import { forbidden, notFound, unauthenticated } from '../../errors.ts';
import type { App } from '../../features/apps/app.entity.ts';
import { authenticateApp } from '../../features/apps/authenticate-app.ts';
import type { Database } from '../../platform/database/database.ts';
import type { DoorOptions } from '../doors.ts';
import { tellAboutToken } from '../token-headers.ts';

/** What an operation asks of whoever calls: a permission; `user`, any token of a person; `app`, an App with its own JWT. */
type Needs = AccessPermission | 'user' | 'app';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The access that an operation declares. Below /api/v3 and /api/exports a route without it keeps the server from starting. */
    needs?: Needs | 'session' | 'nothing';
  }
}

export type RestDoor = DoorOptions & { app: FastifyInstance };
export type RestRequest = FastifyRequest<{
  Params: Record<string, string>;
  Querystring: Record<string, string | string[] | undefined>;
}>;
/** What an operation of Apps is given: who asks is the App itself, nowhere installed yet. */
export type AppCaller = Readonly<{ asking: App; database: Database; now: Date; settings: Settings }>;

type Answer<Who> = (caller: Who, request: RestRequest, reply: FastifyReply) => Promise<unknown>;
type Address = { method: HTTPMethods; path: string };

export type Operation = Address &
  (
    | { needs: 'app'; answer: Answer<AppCaller> }
    | {
        needs: AccessPermission | 'user';
        /** What is public is read without a credential. */
        publicToo?: true;
        answer: Answer<Caller>;
      }
  );

/** Adds an operation below /api/v3. What it needs is declared here, told in each of its answers (AP-6), and asked before it runs. */
export function operation({ app, ...door }: RestDoor, declared: Operation): void {
  const accepted = declared.needs.includes(':') ? acceptedPermissions(declared.needs as AccessPermission) : null;
  app.route({
    method: declared.method,
    url: declared.path,
    config: { needs: declared.needs },
    onRequest: async (_request, reply) => {
      if (accepted) reply.header('x-accepted-github-permissions', accepted);
    },
    handler: async (request, reply) => {
      const asked = request as RestRequest;
      const { database, settings } = door;
      const now = door.clock();
      if (declared.needs === 'app') {
        const asking = await authenticateApp(request.headers.authorization, { database, now });
        mustBeNames(asked);
        return declared.answer({ asking, database, now, settings }, asked, reply);
      }
      const caller = await identify(request, door);
      tellAboutToken(reply, caller.viewer);
      if (caller.viewer.bearer.kind === 'CLASSIC')
        reply.header('x-accepted-oauth-scopes', acceptedScopes(declared.needs));
      mustBeOfAKindFor(caller.viewer, declared);
      mustBeNames(asked);
      return declared.answer(caller, asked, reply);
    },
  });
}

/** `contents:read` as GitHub writes it. */
function acceptedPermissions(permission: AccessPermission): string {
  const { key, level } = actionOf(permission);
  return `${key}=${level}`;
}

/** The scopes of which any one is enough; none where any token will do, and where the answer is public anyway. */
function acceptedScopes(needs: AccessPermission | 'user'): string {
  if (needs === 'user') return '';
  const action = actionOf(needs);
  return scopesFor(action, action.level !== 'read').join(', ');
}

/** The Authorization header alone: cookies are never read here. (GT-3) */
const identify = ({ headers, ip, id }: FastifyRequest, door: Omit<RestDoor, 'app'>): Promise<Caller> =>
  callerOf({ authorization: headers.authorization, ip, requestId: id }, door);

/** The first wall: the kind of credential. The row is the use case's. */
function mustBeOfAKindFor(
  viewer: Viewer,
  { needs, publicToo }: { needs: AccessPermission | 'user'; publicToo?: true },
): void {
  if (viewer.bearer.kind === 'ANONYMOUS') {
    if (!publicToo) throw unauthenticated();
    return;
  }
  if (needs !== 'user') return viewer.mustBeOfAKindFor([[needs]]);
  if (viewer.userId === null) throw forbidden('Resource not accessible by integration');
}

/** Names and ids are printable ASCII; what else stands in an address names nothing, and never gets as far as the database. */
function mustBeNames({ params }: RestRequest): void {
  if (Object.values(params).some((text) => !/^[\x21-\x7e]+$/.test(text))) throw notFound();
}
