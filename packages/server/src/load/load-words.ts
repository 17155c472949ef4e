import type { PermissionMap } from '@countersign/schema';

// What load data is called. None of these words needs escaping, in SQL or in the text that COPY reads.

export const GIVEN_NAMES = [
  ...['Mina', 'Jonas', 'Aiko', 'Tomas', 'Leila', 'Noah', 'Priya', 'Samuel', 'Yuna', 'Omar', 'Ines', 'Viktor'],
  ...['Hana', 'Lucas', 'Amara', 'Felix', 'Nora', 'Daniel', 'Sofia', 'Ravi', 'Greta', 'Minho', 'Elif', 'Marta'],
] as const;

export const FAMILY_NAMES = [
  ...['Kim', 'Berg', 'Tanaka', 'Novak', 'Haddad', 'Miller', 'Rao', 'Okafor', 'Lee', 'Farouk', 'Costa', 'Ivanov'],
  ...['Park', 'Martin', 'Diallo', 'Weber', 'Lund', 'Cohen', 'Rossi', 'Singh', 'Holm', 'Choi', 'Demir', 'Vega'],
] as const;

export const COMPANY_NAMES = [
  ...['Harbor Works', 'Northwind Labs', 'Cedar Systems', 'Blue Kiln', 'Tern Logistics', 'Basalt', 'Orchard Health'],
  ...['Lantern Media', 'Quill Finance', 'Ferrous', 'Meadow Robotics', 'Sable Games', 'Tidal Energy', 'Copperleaf'],
] as const;

export const REPOSITORY_NAMES = [
  ...['api', 'website', 'billing', 'ingest', 'scheduler', 'mobile', 'infrastructure', 'docs', 'search', 'gateway'],
  ...['design-system', 'warehouse', 'notifications', 'sdk-go', 'sdk-python', 'data-models', 'runbooks', 'edge'],
] as const;

export const PURPOSES = [
  ...['deploy pipeline', 'nightly backup', 'laptop', 'release bot', 'dependency update', 'code search', 'metrics'],
  ...['issue triage', 'documentation build', 'editor', 'mirror', 'security scan', 'staging', 'load test'],
] as const;

export const REASONS = [
  'Our deployment job pushes release tags.',
  'The backup reads every repository at night.',
  'I moved to a new laptop.',
  'Needed for the migration off the old build server.',
  'The dashboard counts open pull requests.',
  'Rotating the token of the release bot.',
  'For the audit: read access until the end of the quarter.',
  '릴리스 자동화에 필요합니다.',
] as const;

export const DENIALS = [
  'Please ask for fewer repositories.',
  'Use the App for this.',
  'Read access is enough here.',
] as const;

/** What tokens with repositories ask for, the common ones first. */
export const REPOSITORY_PROFILES: readonly PermissionMap[] = [
  { contents: 'read', metadata: 'read' },
  { contents: 'write', metadata: 'read', pull_requests: 'write' },
  { contents: 'read', issues: 'write', metadata: 'read' },
  { actions: 'write', contents: 'write', metadata: 'read', workflows: 'write' },
  { contents: 'write', deployments: 'write', metadata: 'read', statuses: 'write' },
  { issues: 'read', metadata: 'read', pull_requests: 'read' },
  { administration: 'write', contents: 'write', metadata: 'read', secrets: 'write' },
];
export const REPOSITORY_PROFILE_SHARES = [0.34, 0.22, 0.14, 0.1, 0.09, 0.07, 0.04];

/** What tokens without repositories ask of an organization. */
export const ORGANIZATION_PROFILES: readonly PermissionMap[] = [
  { members: 'read' },
  { members: 'write', organization_administration: 'read' },
  { organization_hooks: 'write' },
];

export const SCOPES = [['repo'], ['repo', 'workflow'], ['read:org', 'repo'], ['user'], ['public_repo'], []] as const;
