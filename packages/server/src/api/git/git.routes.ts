import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from '../../access/authenticate.ts';
import type { Caller } from '../../access/caller.ts';
import { AppError, notFound, unauthenticated, unavailable } from '../../errors.ts';
import { findRepository } from '../../features/repositories/find-repository.ts';
import { gitDirectoryOf } from '../../features/repositories/git-directory.ts';
import { findGitPrograms } from '../../features/repositories/git-program.ts';
import { problemWithRepositoryName } from '../../features/repositories/repository.rules.ts';
import { problemWithLogin } from '../../features/users/login.rules.ts';
import { isUnavailable } from '../../platform/database/database.ts';
import type { DoorOptions } from '../doors.ts';
import { refusalText } from '../refusal-text.ts';
import { tellAboutToken } from '../token-headers.ts';
import { type GitAddress, readGitAddress } from './address.ts';
import { holdEnd } from './hold-end.ts';
import { type BackendAnswer, callHttpBackend } from './http-backend.ts';
import { type WatchedPush, watchPush } from './watched-push.ts';

/** What `findRepository` is asked for, by what git wants to do. (GT-2) */
const PERMISSION = { 'git-upload-pack': 'contents:read', 'git-receive-pack': 'contents:write' } as const;

/** Git over HTTP: clone, fetch and push below `/git/{owner}/{repository}.git/`. Cookies are never read here. (GT-1 to GT-3) */
export async function gitRoutes(app: FastifyInstance, door: DoorOptions): Promise<void> {
  await findGitPrograms();
  await app.register(
    async (git) => {
      // Bodies stay the streams they are, whatever their type and length.
      git.removeAllContentTypeParsers();
      git.addContentTypeParser('*', (_request, _payload, done) => done(null));
      git.setErrorHandler<FastifyError>((error, request, reply) =>
        refuse(asAppError(error, request.log), request, reply, door),
      );
      git.all('/*', (request, reply) => serve(request, reply, door));
    },
    { prefix: '/git' },
  );
}

/** One request, step by step; each step that refuses throws. */
async function serve(request: FastifyRequest, reply: FastifyReply, door: DoorOptions): Promise<FastifyReply> {
  const address = readGitAddress(request.method, request.raw.url!);
  if (!address) throw notFound('The repository');
  const caller = await identify(request, door);
  tellAboutToken(reply, caller.viewer);
  mustBeNames(address, caller);
  const repository = await findRepository(caller, address.owner, address.repository, PERMISSION[address.service]);
  const directory = gitDirectoryOf(door.settings.gitRoot, repository.id);
  const push = address.path === 'git-receive-pack' ? await watchPush(door, request, repository) : null;
  return answer(request, reply, { address, caller, directory, push });
}

const identify = (request: FastifyRequest, door: DoorOptions): Promise<Caller> =>
  callerOf({ authorization: request.headers.authorization, ip: request.ip, requestId: request.id }, door);

/** What cannot be a name is answered like a name that nobody has. (SN-5) */
function mustBeNames({ owner, repository }: GitAddress, { viewer }: Caller): void {
  if (problemWithLogin(owner.toLowerCase()) === null && problemWithRepositoryName(repository) === null) return;
  throw viewer.bearer.kind === 'ANONYMOUS' ? unauthenticated() : notFound('The repository');
}

type Decided = { address: GitAddress; caller: Caller; directory: string; push: WatchedPush | null };

async function answer(request: FastifyRequest, reply: FastifyReply, decided: Decided): Promise<FastifyReply> {
  const { push } = decided;
  // The client may have gone while the database was read: that has been told by then, and nobody would end what is started now.
  if (reply.raw.destroyed) {
    void push?.gitHasEnded();
    return reply.hijack();
  }
  const backend = await call(request, reply, decided).catch((error: unknown) => {
    void push?.gitHasEnded();
    throw error;
  });
  const { status, headers, body } = backend;
  // Whether the client stays to hear of it or not.
  const watched = push && backend.ended.then(() => push.gitHasEnded());
  // That the repository is there and may be read was decided above: git saying otherwise is a fault of ours.
  if (status === 403 || status === 404 || status >= 500) {
    body.resume();
    throw new Error(`git http-backend answered ${status} for ${decided.directory}`);
  }
  return reply
    .code(status)
    .headers(headers)
    .send(watched ? holdEnd(body, watched) : body);
}

function call(
  request: FastifyRequest,
  reply: FastifyReply,
  { address, caller, directory, push }: Decided,
): Promise<BackendAnswer> {
  const clientGone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) clientGone.abort();
  });
  return callHttpBackend({
    directory,
    address,
    request: request.raw,
    userName: caller.viewer.actor.login,
    signal: clientGone.signal,
    onBody: push?.onBody,
    onFailure: (failure) => request.log.warn(failure, 'git http-backend failed'),
  });
}

/** What the door says; anything that is not meant for callers is a fault of ours, and stays in the log. */
function asAppError(error: Error & { statusCode?: number }, log: FastifyBaseLogger): AppError | null {
  if (error instanceof AppError) return error;
  if (isUnavailable(error)) return unavailable();
  log.error({ err: error }, 'A Git request failed');
  return null;
}

/** One line of plain text, which git shows after `remote:`. */
function refuse(
  error: AppError | null,
  request: FastifyRequest,
  reply: FastifyReply,
  { settings }: DoorOptions,
): FastifyReply {
  if (error?.code === 'UNAUTHENTICATED') reply.header('www-authenticate', 'Basic realm="Countersign", charset="UTF-8"');
  return reply
    .code(error?.status ?? 500)
    .type('text/plain; charset=utf-8')
    .send(`${lineFor(error, request, settings.publicUrl)}\n`);
}

function lineFor(error: AppError | null, request: FastifyRequest, publicUrl: string): string {
  if (!error) return `Something broke on our side. Request ${request.id}`;
  if (error.code === 'NOT_FOUND') return 'Repository not found.';
  if (error.code !== 'UNAUTHENTICATED') return refusalText(error, publicUrl);
  return request.headers.authorization === undefined
    ? 'Send a personal access token as the password, with any user name.'
    : `The token does not hold, or no user name was sent with it. Your tokens: ${publicUrl}/settings/personal-access-tokens`;
}
