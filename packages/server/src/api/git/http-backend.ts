import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { IncomingMessage } from 'node:http';
import { devNull } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { findGitPrograms, gitEnvironment } from '../../features/repositories/git-program.ts';
import type { GitAddress } from './address.ts';
import { readCgiHead } from './cgi-head.ts';

export type BackendCall = {
  /** The bare repository. */
  directory: string;
  address: Pick<GitAddress, 'service' | 'path'>;
  request: IncomingMessage;
  /** Who is written down as having pushed. */
  userName: string | null;
  /** Ends git and all that it started: the client has gone. */
  signal: AbortSignal;
  /** Is shown what the client sends, as it passes. */
  onBody?(chunk: Buffer): void;
  /** Told when git fails, with what it said. */
  onFailure(failure: { code: number | null; stderr: string }): void;
};

export type BackendAnswer = {
  status: number;
  headers: Record<string, string>;
  body: Readable;
  /** Resolves when git and all that it started have ended, and the body was read or given up. */
  ended: Promise<void>;
};

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Hands a request to the machine's `git http-backend` and its answer back, both as streams: neither is ever held whole, and each side waits for the slower.
 * Rejects when git has ended without an answer, and without starting it when the client has gone already.
 */
export async function callHttpBackend(call: BackendCall): Promise<BackendAnswer> {
  const programs = await findGitPrograms();
  if (call.signal.aborted) throw new Error('The client had gone before git began');
  // A process group of its own, so that git's own children (pack-objects, index-pack) end with it.
  const child = spawn(join(programs, 'git-http-backend'), {
    env: { ...gitEnvironment(programs), ...cgiVariables(call), ...configuration(call) },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const failed = new Promise<never>((_resolve, reject) => child.once('error', reject));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  endWith(call.signal, child);
  reportFailure(call, child);
  sendBody(call, child);

  const head = await Promise.race([readCgiHead(child.stdout), failed]);
  if (!head) {
    await ended;
    throw new Error('git http-backend ended without an answer');
  }
  return { ...head, body: child.stdout, ended };
}

function cgiVariables({ directory, address, request, userName }: BackendCall): NodeJS.ProcessEnv {
  const { headers, method, socket } = request;
  const protocol = headers['git-protocol'];
  return {
    GIT_PROJECT_ROOT: directory,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: `/${address.path}`,
    QUERY_STRING: address.path === 'info/refs' ? `service=${address.service}` : '',
    REQUEST_METHOD: method,
    REMOTE_ADDR: socket.remoteAddress ?? '',
    ...(userName && address.service === 'git-receive-pack' && { REMOTE_USER: userName }),
    ...(headers['content-type'] && { CONTENT_TYPE: headers['content-type'] }),
    ...(headers['content-length'] && { CONTENT_LENGTH: headers['content-length'] }),
    ...(headers['content-encoding'] && { HTTP_CONTENT_ENCODING: headers['content-encoding'] }),
    ...(typeof protocol === 'string' && /^[a-z0-9=:.-]{1,100}$/.test(protocol) && { GIT_PROTOCOL: protocol }),
  };
}

function configuration({ address }: BackendCall): NodeJS.ProcessEnv {
  const entries: [string, string][] = [
    // Ours, whoever owns the folder on disk: this process is only ever given the one repository that was decided about.
    ['safe.directory', '*'],
    ['core.hooksPath', devNull],
    ['http.receivepack', String(address.service === 'git-receive-pack')],
    ['uploadpack.allowFilter', 'true'],
  ];
  const numbered = entries.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(entries.length), ...Object.fromEntries(numbered) };
}

function endWith(signal: AbortSignal, child: Child): void {
  const end = () => {
    // A group that is gone has a number that may be another's by now.
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It ended in this very moment.
    }
  };
  signal.addEventListener('abort', end, { once: true });
  child.once('close', () => signal.removeEventListener('abort', end));
}

const MOST_WORDS = 4_096;

function reportFailure({ signal, onFailure }: BackendCall, child: Child): void {
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-MOST_WORDS)));
  child.once('close', (code) => {
    if (code !== 0 && !signal.aborted) onFailure({ code, stderr });
  });
}

function sendBody({ request, onBody }: BackendCall, child: Child): void {
  // Git may end before it has read all, as when it refuses a push: the rest is read and dropped, and its answer still arrives.
  child.stdin.on('error', () => {
    request.unpipe(child.stdin);
    request.resume();
  });
  if (request.method !== 'POST' || request.destroyed) {
    child.stdin.end();
    return;
  }
  // A body that is cut off has no end of its own, and git would wait for it.
  request.once('close', () => child.stdin.end());
  if (onBody) request.on('data', onBody);
  request.pipe(child.stdin);
}
