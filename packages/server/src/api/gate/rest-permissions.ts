import type { Level } from '@countersign/schema';
import type { AccessPermission } from '../../access/viewer.ts';

/** What a request below `/api/v3/repos/OWNER/REPO` needs to read, and to write; null: it may not pass at all. */
type Needs = readonly [below: RegExp, read: AccessPermission | null, write: AccessPermission | null];

const both = (below: RegExp, key: string): Needs => [below, `${key}:read`, `${key}:write`];

/** The first line that fits the path below the repository decides. What stands nowhere in it does not pass. */
const TABLE: readonly Needs[] = [
  [/^$/, 'metadata:read', 'administration:write'],
  [/^(languages|contributors|tags|forks|stargazers|subscribers|events)$/, 'metadata:read', null],
  [/^topics$/, 'metadata:read', 'administration:write'],
  [/^collaborators(\/|$)/, 'metadata:read', 'administration:write'],
  both(/^keys(\/|$)/, 'administration'),
  both(/^branches\/[^/]+\/protection(\/|$)/, 'administration'),

  both(/^commits\/[^/]+\/status(es)?$/, 'statuses'),
  both(/^statuses\/[^/]+$/, 'statuses'),
  [/^commits\/[^/]+\/check-/, null, null],
  [/^commits\/[^/]+\/pulls$/, 'pull_requests:read', null],
  [/^(commits|branches|compare|readme|tarball|zipball)(\/|$)/, 'contents:read', null],
  both(/^(contents|git|releases|merges)(\/|$)/, 'contents'),

  [/^pulls\/[^/]+\/merge$/, 'pull_requests:read', 'contents:write'],
  both(/^pulls(\/|$)/, 'pull_requests'),
  both(/^(issues|labels|milestones|assignees)(\/|$)/, 'issues'),

  both(/^actions\/secrets(\/|$)/, 'secrets'),
  both(/^actions\/variables(\/|$)/, 'actions_variables'),
  both(/^actions\/(permissions|runners)(\/|$)/, 'administration'),
  [/^actions\/runs\/[^/]+\/(pending_deployments|deployment_protection_rule)$/, 'actions:read', 'deployments:write'],
  both(/^actions\/(artifacts|caches?|jobs|runs|workflows)(\/|$)/, 'actions'),
  both(/^deployments(\/|$)/, 'deployments'),
  both(/^hooks(\/|$)/, 'repository_hooks'),
  both(/^pages(\/|$)/, 'pages'),
  both(/^dependabot\/alerts(\/|$)/, 'vulnerability_alerts'),
  both(/^code-scanning(\/|$)/, 'security_events'),
  both(/^secret-scanning(\/|$)/, 'secret_scanning_alerts'),
];

const ACTS: Readonly<Record<string, Level>> = {
  GET: 'read',
  HEAD: 'read',
  POST: 'write',
  PUT: 'write',
  PATCH: 'write',
  DELETE: 'write',
};

/** The permission that a request needs, by its method and its path below the repository; null for what the table does not know. */
export function restPermission(method: string, below: string): AccessPermission | null {
  const level = Object.hasOwn(ACTS, method) ? ACTS[method] : undefined;
  const [, read, write] = (level && TABLE.find(([path]) => path.test(below))) ?? [];
  return (level === 'read' ? read : write) ?? null;
}
