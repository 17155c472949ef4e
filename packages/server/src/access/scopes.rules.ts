import { covers, type PermissionMap, PERMISSIONS, SCOPES, scopesCover } from '@countersign/schema';
import type { Action } from './access.rules.ts';

/** Every permission of repositories but that to change workflows, which has a scope of its own. */
const REPOSITORY: PermissionMap = Object.fromEntries(
  PERMISSIONS.filter(({ resource, key }) => resource === 'repository' && key !== 'workflows').map(({ key, levels }) => [
    key,
    levels.at(-1)!,
  ]),
);

/** Every permission of organizations but those that scopes outside `admin:org` are for. */
const ORGANIZATION: PermissionMap = Object.fromEntries(
  PERMISSIONS.filter(
    ({ resource, key }) =>
      resource === 'organization' && !/^organization_(hooks|copilot_.*|network_configurations)$/.test(key),
  ).map(({ key, levels }) => [key, levels.at(-1)!]),
);

/**
 * THE table of classic scopes: what each opens by itself; it also opens what the scopes inside it open. A scope without an entry opens nothing here.
 * The keys that only Apps can hold stand nowhere in it: no scope reviews tokens. (RQ-11)
 */
export const OPENS: Readonly<Record<string, PermissionMap>> = {
  repo: REPOSITORY,
  // In public repositories only.
  public_repo: REPOSITORY,
  'repo:status': { statuses: 'write' },
  repo_deployment: { deployments: 'write' },
  'repo:invite': { private_repository_invitations: 'read' },
  security_events: { security_events: 'write', secret_scanning_alerts: 'write', vulnerability_alerts: 'read' },
  workflow: { workflows: 'write' },
  'admin:repo_hook': { repository_hooks: 'write' },
  'write:repo_hook': { repository_hooks: 'write' },
  'read:repo_hook': { repository_hooks: 'read' },

  'admin:org': ORGANIZATION,
  'write:org': { members: 'write', organization_projects: 'write' },
  'read:org': { members: 'read', organization_projects: 'read' },
  'manage_runners:org': { organization_self_hosted_runners: 'write' },
  'admin:org_hook': { organization_hooks: 'write' },
  project: { organization_projects: 'admin' },
  'read:project': { organization_projects: 'read' },
  'write:discussion': { team_discussions: 'write' },
  'read:discussion': { team_discussions: 'read' },
  'write:network_configurations': { organization_network_configurations: 'write' },
  'read:network_configurations': { organization_network_configurations: 'read' },
  'manage_billing:copilot': { organization_copilot_seat_management: 'write' },
  copilot: { copilot_messages: 'read', copilot_editor_context: 'read', copilot_requests: 'write' },

  user: { profile: 'write', emails: 'write', blocking: 'write', interaction_limits: 'write', starring: 'write' },
  'read:user': { plan: 'read', user_events: 'read' },
  'user:email': { emails: 'read' },
  'user:follow': { followers: 'write' },
  notifications: { watching: 'write' },
  gist: { gists: 'write' },
  codespace: { codespaces: 'write', codespaces_lifecycle_admin: 'write', codespaces_metadata: 'read' },
  'codespace:secrets': { codespaces_user_secrets: 'write' },
  'admin:public_key': { keys: 'write' },
  'write:public_key': { keys: 'write' },
  'read:public_key': { keys: 'read' },
  'admin:gpg_key': { gpg_keys: 'write' },
  'write:gpg_key': { gpg_keys: 'write' },
  'read:gpg_key': { gpg_keys: 'read' },
  'admin:ssh_signing_key': { git_signing_ssh_public_keys: 'write' },
  'write:ssh_signing_key': { git_signing_ssh_public_keys: 'write' },
  'read:ssh_signing_key': { git_signing_ssh_public_keys: 'read' },
};

/** The scopes that open an action by themselves, those of least power first; `onPublic` = in a public repository. */
export const scopesFor = ({ key, level }: Action, onPublic: boolean): string[] =>
  SCOPES.map(({ scope }) => scope)
    .filter((scope) => (onPublic || scope !== 'public_repo') && covers(OPENS[scope]?.[key], level))
    .toSorted((a, b) => powerOf(a) - powerOf(b) || (scopesCover([b], a) ? -1 : 1));

const powerOf = (scope: string): number => Object.keys(OPENS[scope] ?? {}).length;

/** Whether the scopes held are enough for an action; none of them is for what everybody may read anyway. (TK-7) */
export const scopesOpen = (held: readonly string[], action: Action, onPublic = false): boolean =>
  scopesFor(action, onPublic).some((scope) => scopesCover(held, scope));

/** Whether the scopes open private repositories, as far as the token's user sees them. */
export const seesPrivateRepositories = (held: readonly string[]): boolean =>
  scopesOpen(held, { key: 'metadata', level: 'read' });

/** Whether the scopes open anything of organizations, so that the token may know which those of its user are. */
export const seesOrganizations = (held: readonly string[]): boolean =>
  seesPrivateRepositories(held) || scopesOpen(held, { key: 'members', level: 'read' });

const reaching = (resources: readonly string[]): readonly string[] =>
  SCOPES.map(({ scope }) => scope).filter((scope) =>
    PERMISSIONS.some(
      ({ key, resource, levels }) =>
        resources.includes(resource) && levels.some((level) => scopesOpen([scope], { key, level }, true)),
    ),
  );

/** The scopes of which any one reaches something of an organization that policy guards: whose tokens a restriction blocks. */
export const REACHING_SCOPES: readonly string[] = reaching(['repository', 'organization']);

/** Those of which any one reaches something in a repository: the same of a person who was given one without being a member. */
export const REPOSITORY_SCOPES: readonly string[] = reaching(['repository']);
