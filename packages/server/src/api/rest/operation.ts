import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { Caller } from '../../access/caller.ts';
import { scopesFor } from '../../access/scopes.rules.ts';
import { type AccessPermission, actionOf, type Viewer } from '../../access/viewer.ts';
import { forbidden, notFound, unauthenticated } from '../../errors.ts';
import type { AppCaller } from '../../features/apps/app-caller.ts';
import type { Stranger } from '../../features/leaks/report-credentials.ts';
import type { LimitedDoorOptions } from '../doors.ts';
import { scopesOf, tellAboutToken } from '../token-headers.ts';
import { admitApp, admitCaller, admitClient, admitStranger } from './admit.ts';

/** What an operation asks of whoever calls: a permission; `credential`, any that holds; `user`, any token of a person; `app`, an App with its own JWT; `client`, an App with one of its client secrets; `installation`, the token of an installation; `nobody`, that no credential is sent. */
type Needs = AccessPermission | 'credential' | 'user' | 'app' | 'client' | 'installation' | 'nobody';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The access that an operation declares. Below /api/v3 and /api/exports a route without it keeps the server from starting. */
    needs?: Needs | 'session' | 'nothing';
  }
}

export type RestDoor = LimitedDoorOptions & { app: FastifyInstance };
export type RestRequest = FastifyRequest<{
  Params: Record<string, string>;
  Querystring: Record<string, string | string[] | undefined>;
}>;

type Answer<Who> = (caller: Who, request: RestRequest, reply: FastifyReply) => Promise<unknown>;
type Address = { method: HTTPMethods; path: string };
type ForCallers = {
  needs: Exclude<Needs, 'app' | 'client' | 'nobody'>;
  /** What is public is read without a credential. */
  publicToo?: true;
  /** Asking for it is not counted. */
  isFree?: true;
  /** Of a classic token, where that is not what opens the permission. */
  scopes?: readonly string[];
  answer: Answer<Caller>;
};

export type Operation = Address &
  (
    | { needs: 'app'; answer: Answer<AppCaller> }
    | { needs: 'client'; answer: Answer<AppCaller> }
    | { needs: 'nobody'; answer: Answer<Stranger> }
    | ForCallers
  );

/** Adds an operation below /api/v3. What it needs is declared here, told in each of its answers (AP-6), and asked before it runs. */
export function operation({ app, ...door }: RestDoor, declared: Operation): void {
  const accepted = isPermission(declared.needs) ? acceptedPermissions(declared.needs) : null;
  app.route({
    method: declared.method,
    url: declared.path,
    config: { needs: declared.needs },
    onRequest: async (_request, reply) => {
      if (accepted) reply.header('x-accepted-github-permissions', accepted);
    },
    handler: async (request, reply) => {
      const asked = request as RestRequest;
      if (declared.needs === 'nobody') return declared.answer(await admitStranger(request, reply, door), asked, reply);
      if (declared.needs === 'app' || declared.needs === 'client') {
        const admit = declared.needs === 'app' ? admitApp : admitClient;
        const caller = await admit(request, reply, door);
        mustBeNames(asked);
        return declared.answer(caller, asked, reply);
      }
      const caller = await admitCaller(request, reply, door, declared.isFree ? 0 : 1);
      tellAboutToken(reply, caller.viewer);
      if (scopesOf(caller.viewer.bearer)) reply.header('x-accepted-oauth-scopes', acceptedScopes(declared).join(', '));
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
function acceptedScopes({ needs, scopes }: ForCallers): readonly string[] {
  if (scopes) return scopes;
  if (!isPermission(needs)) return [];
  const action = actionOf(needs);
  return scopesFor(action, action.level !== 'read');
}

const isPermission = (needs: Needs): needs is AccessPermission => needs.includes(':');

/** The first wall: the kind of credential. The row is the use case's. */
function mustBeOfAKindFor(viewer: Viewer, { needs, publicToo }: ForCallers): void {
  if (viewer.bearer.kind === 'ANONYMOUS') {
    if (!publicToo) throw unauthenticated();
    return;
  }
  if (isPermission(needs)) return viewer.mustBeOfAKindFor([[needs]]);
  if (needs === 'installation' && viewer.bearer.kind !== 'APP_INSTALLATION') throw forbidden(notAccessible(viewer));
  if (needs === 'user' && viewer.userId === null) throw forbidden(notAccessible(viewer));
}

/** In GitHub's words, which clients know: an App is an integration, for a person too. */
const notAccessible = ({ bearer: { kind } }: Viewer): string =>
  `Resource not accessible by ${kind === 'APP_INSTALLATION' || kind === 'APP_USER' ? 'integration' : 'personal access token'}`;

/** Names and ids are printable ASCII; what else stands in an address names nothing, and never gets as far as the database. */
function mustBeNames({ params }: RestRequest): void {
  if (Object.values(params).some((text) => !/^[\x21-\x7e]+$/.test(text))) throw notFound();
}
