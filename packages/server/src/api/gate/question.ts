import type { IncomingHttpHeaders } from 'node:http';
import type { AccessPermission } from '../../access/viewer.ts';
import { areNames, readPermission } from '../access-question.ts';
import { readGitAddress } from '../git/address.ts';
import { plainSegments } from './plain-path.ts';
import { restPermission } from './rest-permissions.ts';

export type GateQuestion = Readonly<{ owner: string; repository: string; permission: AccessPermission }>;

/** By what git wants to do. (GT-2) */
const GIT_PERMISSION = { 'git-upload-pack': 'contents:read', 'git-receive-pack': 'contents:write' } as const;

/**
 * What the proxy asks: by the gate's own query, else by the address that a client asked the proxy for. Null for what says nothing, or two things.
 * A query comes from the proxy's configuration and is not to be overruled by a header; headers may be a client's, so all that are there must agree.
 */
export function questionOf(query: URLSearchParams, headers: IncomingHttpHeaders): GateQuestion | null {
  if (['owner', 'repository', 'permission'].some((name) => query.has(name))) return questionInQuery(query);
  const told = ['x-original', 'x-forwarded']
    .map((prefix) => [headers[`${prefix}-method`], headers[`${prefix}-uri`]])
    .filter((pair) => pair.some((value) => value !== undefined));
  const [method, uri] = told[0] ?? [];
  if (typeof method !== 'string' || typeof uri !== 'string') return null;
  if (told.some((pair) => pair[0] !== method || pair[1] !== uri)) return null;
  return questionInAddress(method, uri);
}

function questionInQuery(query: URLSearchParams): GateQuestion | null {
  const [owner, repository, permission] = ['owner', 'repository', 'permission'].map((name) => only(query, name));
  if (!owner || !repository || !permission) return null;
  return questionAbout(owner, repository, readPermission(permission));
}

const only = (query: URLSearchParams, name: string): string | null => {
  const [value, ...more] = query.getAll(name);
  return more.length === 0 ? (value ?? null) : null;
};

/** An address below `/git/…` or `/api/v3/repos/…`, as it stood in the request line. */
export function questionInAddress(method: string, uri: string): GateQuestion | null {
  const at = uri.indexOf('?');
  const segments = plainSegments(at === -1 ? uri : uri.slice(0, at));
  if (!segments) return null;
  const query = at === -1 ? '' : uri.slice(at + 1);
  if (segments[0] === 'git') return questionOfGit(method, segments, query);
  const [api, version, repos, owner, repository, ...below] = segments;
  if (api !== 'api' || version !== 'v3' || repos !== 'repos' || !owner || !repository) return null;
  // Servers differ in whether an encoded slash parts a path: both readings must need the same.
  const asSent = restPermission(method, below.map((segment) => segment.replaceAll('/', '%2F')).join('/'));
  return questionAbout(owner, repository, asSent === restPermission(method, below.join('/')) ? asSent : null);
}

function questionOfGit(method: string, segments: readonly string[], query: string): GateQuestion | null {
  const isParted = segments.some((segment) => segment.includes('/'));
  if (isParted || new URLSearchParams(query).getAll('service').length > 1) return null;
  const address = readGitAddress(method, `/${segments.join('/')}?${query}`);
  return address && questionAbout(address.owner, address.repository, GIT_PERMISSION[address.service]);
}

const questionAbout = (owner: string, repository: string, permission: AccessPermission | null): GateQuestion | null =>
  permission && areNames(owner, repository) ? { owner, repository, permission } : null;
