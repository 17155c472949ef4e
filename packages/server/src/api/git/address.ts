/** What git asks of a repository: to read from it (fetch) or to write to it (push). */
type GitService = 'git-upload-pack' | 'git-receive-pack';

export type GitAddress = Readonly<{
  owner: string;
  repository: string;
  service: GitService;
  /** Below the repository; one of the three that are let through. */
  path: 'info/refs' | GitService;
}>;

const PATH = /^\/git\/([^/]+)\/([^/]+)\.git\/(info\/refs|git-upload-pack|git-receive-pack)$/;
const isService = (text: string | null | undefined): text is GitService =>
  text === 'git-upload-pack' || text === 'git-receive-pack';

/**
 * Reads the address as it was sent, before anything is decoded: what stands there in escapes (`%2e%2e`, `%2f`) is never the name of a repository.
 * Null for all but the three requests of Git's smart protocol; files, hooks and configuration have no address.
 */
export function readGitAddress(method: string, url: string): GitAddress | null {
  const [path = '', query = ''] = url.split('?', 2);
  const [, owner, repository, rest] = PATH.exec(path) ?? [];
  if (!owner || !repository) return null;
  if (rest === 'info/refs') {
    const service = new URLSearchParams(query).get('service');
    return method === 'GET' && isService(service) ? { owner, repository, service, path: rest } : null;
  }
  return method === 'POST' && isService(rest) ? { owner, repository, service: rest, path: rest } : null;
}
