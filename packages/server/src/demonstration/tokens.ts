import type { Level } from '@countersign/schema';
import type { Login } from './people.ts';

export type Outcome =
  | { was: 'APPROVED' | 'DENIED' | 'REVOKED'; hoursAgo: number; reason?: string }
  | { was: 'WITHDRAWN'; hoursAgo: number }
  | { was: 'ASKED_AGAIN'; hoursAgo: number; reason: string };

export type DemonstrationToken = {
  by: Login;
  name: string;
  description?: string;
  /** The login of its resource owner. */
  on: string;
  repositories: 'NONE' | 'ALL' | readonly string[];
  permissions: Record<string, Level>;
  reason?: string;
  hoursAgo: number;
  /** How long it lives; null = without end. */
  days: number | null;
  usedHoursAgo?: number;
  /** What became of its request, in order; nothing = it waits. */
  then?: readonly Outcome[];
};

export type DemonstrationClassicToken = Pick<
  DemonstrationToken,
  'by' | 'name' | 'description' | 'hoursAgo' | 'days' | 'usedHoursAgo'
> & { scopes: readonly string[] };

const DAYS = 24;

const WAITING: readonly DemonstrationToken[] = [
  {
    by: 'member',
    name: 'deploy-website',
    description: 'Publishes the website from the build machine',
    on: 'acme',
    repositories: ['website'],
    permissions: { contents: 'write', pages: 'write' },
    reason: 'The build machine publishes every merge; so far I do it by hand.',
    hoursAgo: 3,
    days: 90,
    usedHoursAgo: 1,
  },
  {
    by: 'member',
    name: 'payroll-export',
    on: 'acme',
    repositories: ['payroll'],
    permissions: { contents: 'read' },
    reason: '월말 급여 보고서를 자동으로 만들려고 합니다.',
    hoursAgo: 8,
    days: 30,
  },
  {
    by: 'member',
    name: 'dependency-updates',
    on: 'acme',
    repositories: ['api', 'infrastructure'],
    permissions: { contents: 'write', pull_requests: 'write', vulnerability_alerts: 'read' },
    reason: 'Opens a pull request for each outdated dependency, once a week.',
    hoursAgo: 2 * DAYS,
    days: 180,
    usedHoursAgo: 20,
  },
  {
    by: 'member',
    name: 'laptop',
    on: 'acme',
    repositories: 'ALL',
    permissions: { contents: 'write', issues: 'write', pull_requests: 'write' },
    reason: 'My everyday token, instead of the classic one.',
    hoursAgo: 4 * DAYS,
    days: 60,
    usedHoursAgo: 5,
  },
  {
    by: 'member',
    name: 'on-call-dashboard',
    on: 'acme',
    repositories: 'ALL',
    permissions: { issues: 'read', deployments: 'read', statuses: 'read' },
    hoursAgo: 9 * DAYS,
    days: 90,
  },
  {
    by: 'member2',
    name: 'nightly-backup',
    description: 'Mirrors everything to the vault at 02:00',
    on: 'acme',
    repositories: 'ALL',
    permissions: { contents: 'read', metadata: 'read' },
    reason: 'Backups of all repositories to the vault.',
    hoursAgo: 1,
    days: 365,
  },
  {
    by: 'member2',
    name: 'release-notes',
    on: 'acme',
    repositories: ['api'],
    permissions: { contents: 'read', pull_requests: 'read' },
    reason: 'Collects what was merged since the last release.',
    hoursAgo: 26,
    days: 30,
    usedHoursAgo: 25,
  },
  {
    by: 'member2',
    name: 'terraform',
    on: 'acme',
    repositories: ['infrastructure'],
    permissions: { contents: 'read', secrets: 'write', environments: 'write', actions_variables: 'write' },
    reason: 'Plans and applies from the pipeline. Needs to set the variables of each environment.',
    hoursAgo: 5 * DAYS,
    days: 90,
    usedHoursAgo: 4 * DAYS,
  },
  {
    by: 'member2',
    name: 'people-directory',
    on: 'acme',
    repositories: 'NONE',
    permissions: { members: 'read' },
    reason: 'Keeps the office directory in step with the organization.',
    hoursAgo: 6 * DAYS,
    days: 60,
  },
  {
    by: 'member3',
    name: 'mobile-ci',
    on: 'acme',
    repositories: ['api', 'website'],
    permissions: { contents: 'read', actions: 'write', statuses: 'write' },
    reason: '모바일 앱 빌드에서 API 계약 파일을 가져옵니다.',
    hoursAgo: 14,
    days: 90,
    usedHoursAgo: 2,
  },
  {
    by: 'member3',
    name: 'security-audit',
    on: 'acme',
    repositories: 'ALL',
    permissions: { contents: 'read', security_events: 'read', secret_scanning_alerts: 'read', administration: 'read' },
    reason: 'The yearly audit starts on Monday; read only, for two weeks.',
    hoursAgo: 3 * DAYS,
    days: 14,
  },
  {
    by: 'member3',
    name: 'webhook-setup',
    on: 'acme',
    repositories: ['api'],
    permissions: { repository_hooks: 'write' },
    reason: 'Sets up the delivery hooks for the new warehouse.',
    hoursAgo: 7 * DAYS,
    days: 8,
    usedHoursAgo: 6 * DAYS,
  },
  {
    by: 'member3',
    name: 'project-board-sync',
    on: 'acme',
    repositories: 'NONE',
    permissions: { organization_projects: 'write', organization_events: 'read' },
    hoursAgo: 16 * DAYS,
    days: 90,
  },
  {
    by: 'member',
    name: 'test-data',
    on: 'acme',
    repositories: ['api'],
    permissions: { contents: 'read', issues: 'write' },
    reason: 'Test data for the staging system.',
    hoursAgo: 12 * DAYS,
    days: 90,
    then: [
      { was: 'DENIED', hoursAgo: 11 * DAYS, reason: 'Please leave write access to issues out, or say what it is for.' },
      { was: 'ASKED_AGAIN', hoursAgo: 10 * DAYS, reason: 'It files an issue when the data no longer fits the schema.' },
    ],
  },
];

const DECIDED: readonly DemonstrationToken[] = [
  {
    by: 'member',
    name: 'docs-preview',
    on: 'acme',
    repositories: ['website'],
    permissions: { contents: 'read', pages: 'read' },
    reason: 'Preview of the documentation for each branch.',
    hoursAgo: 40 * DAYS,
    days: 90,
    usedHoursAgo: 4,
    then: [{ was: 'APPROVED', hoursAgo: 39 * DAYS }],
  },
  {
    by: 'member',
    name: 'editor',
    on: 'acme',
    repositories: ['api', 'website'],
    permissions: { contents: 'write', pull_requests: 'write' },
    hoursAgo: 55 * DAYS,
    days: 180,
    usedHoursAgo: 1,
    then: [{ was: 'APPROVED', hoursAgo: 54 * DAYS }],
  },
  {
    by: 'member',
    name: 'old-laptop',
    on: 'acme',
    repositories: 'ALL',
    permissions: { contents: 'write' },
    reason: 'Work from my laptop.',
    hoursAgo: 80 * DAYS,
    days: 180,
    usedHoursAgo: 15 * DAYS,
    then: [
      { was: 'APPROVED', hoursAgo: 79 * DAYS },
      { was: 'REVOKED', hoursAgo: 14 * DAYS, reason: 'The laptop was handed back.' },
    ],
  },
  {
    by: 'member',
    name: 'chat-bot',
    on: 'acme',
    repositories: 'ALL',
    permissions: { issues: 'write', discussions: 'write' },
    reason: '채팅에서 이슈를 만들 수 있게 합니다.',
    hoursAgo: 33 * DAYS,
    days: 60,
    then: [{ was: 'WITHDRAWN', hoursAgo: 32 * DAYS }],
  },
  {
    by: 'member2',
    name: 'ci-runner',
    on: 'acme',
    repositories: ['api', 'infrastructure'],
    permissions: { contents: 'read', statuses: 'write', actions: 'read' },
    reason: 'The runners in the cellar.',
    hoursAgo: 70 * DAYS,
    days: 365,
    usedHoursAgo: 1,
    then: [{ was: 'APPROVED', hoursAgo: 69 * DAYS, reason: 'Fine. Keep it on the runners.' }],
  },
  {
    by: 'member2',
    name: 'status-page',
    on: 'acme',
    repositories: ['website'],
    permissions: { deployments: 'read', statuses: 'read' },
    hoursAgo: 28 * DAYS,
    days: 90,
    usedHoursAgo: 12,
    then: [{ was: 'APPROVED', hoursAgo: 27 * DAYS }],
  },
  {
    by: 'member2',
    name: 'license-scan',
    on: 'acme',
    repositories: 'ALL',
    permissions: { contents: 'read' },
    reason: 'Looks for licences that we may not ship.',
    hoursAgo: 21 * DAYS,
    days: 30,
    usedHoursAgo: 6 * DAYS,
    then: [{ was: 'APPROVED', hoursAgo: 20 * DAYS }],
  },
  {
    by: 'member2',
    name: 'admin-everything',
    on: 'acme',
    repositories: 'ALL',
    permissions: { administration: 'write', contents: 'write', secrets: 'write', workflows: 'write' },
    reason: 'Just in case.',
    hoursAgo: 45 * DAYS,
    days: 365,
    then: [{ was: 'DENIED', hoursAgo: 44 * DAYS, reason: 'Ask for what you need when you need it.' }],
  },
  {
    by: 'member3',
    name: 'translations',
    on: 'acme',
    repositories: ['website'],
    permissions: { contents: 'write' },
    reason: '번역 파일을 매일 저녁 올립니다.',
    hoursAgo: 36 * DAYS,
    days: 90,
    usedHoursAgo: 11,
    then: [{ was: 'APPROVED', hoursAgo: 35 * DAYS }],
  },
  {
    by: 'member3',
    name: 'load-tests',
    on: 'acme',
    repositories: ['api'],
    permissions: { contents: 'read', deployments: 'write' },
    hoursAgo: 24 * DAYS,
    days: 60,
    then: [
      { was: 'APPROVED', hoursAgo: 23 * DAYS },
      { was: 'REVOKED', hoursAgo: 9 * DAYS, reason: 'The load tests are over.' },
    ],
  },
  {
    by: 'member3',
    name: 'warehouse-import',
    on: 'acme',
    repositories: ['payroll'],
    permissions: { contents: 'write' },
    reason: 'Imports the hours of the warehouse.',
    hoursAgo: 18 * DAYS,
    days: 30,
    then: [{ was: 'DENIED', hoursAgo: 17 * DAYS, reason: 'Payroll is read only for tools. Send the hours by mail.' }],
  },
];

const BY_THEMSELVES: readonly DemonstrationToken[] = [
  {
    by: 'owner',
    name: 'inventory',
    on: 'acme',
    repositories: 'ALL',
    permissions: { contents: 'read', members: 'read' },
    hoursAgo: 50 * DAYS,
    days: 180,
    usedHoursAgo: 30,
  },
  {
    by: 'owner',
    name: 'engine-review',
    on: 'globex',
    repositories: ['engine'],
    permissions: { contents: 'read', pull_requests: 'write' },
    hoursAgo: 22 * DAYS,
    days: 60,
    usedHoursAgo: 3 * DAYS,
  },
  {
    by: 'globex-owner',
    name: 'engine-build',
    on: 'globex',
    repositories: ['engine'],
    permissions: { contents: 'write', actions: 'write' },
    hoursAgo: 60 * DAYS,
    days: 365,
    usedHoursAgo: 2,
  },
  {
    by: 'member',
    name: 'notes-sync',
    description: '메모를 집 컴퓨터와 동기화',
    on: 'member',
    repositories: ['notes'],
    permissions: { contents: 'write' },
    hoursAgo: 90 * DAYS,
    days: null,
    usedHoursAgo: 7,
  },
  {
    by: 'outsider',
    name: 'read-public',
    on: 'outsider',
    repositories: 'NONE',
    permissions: {},
    hoursAgo: 30 * DAYS,
    days: null,
  },
];

/** Those that wait on acme, those that were decided there, and those that needed nobody. */
export const TOKENS: readonly DemonstrationToken[] = [...WAITING, ...DECIDED, ...BY_THEMSELVES];

/** Those that nobody was asked for. */
export const CLASSIC_TOKENS: readonly DemonstrationClassicToken[] = [
  {
    by: 'member',
    name: 'old-build-server',
    description: 'From before there were fine-grained ones',
    scopes: ['repo', 'read:org'],
    hoursAgo: 100 * DAYS,
    days: null,
    usedHoursAgo: 26,
  },
  {
    by: 'owner',
    name: 'tag-releases',
    scopes: ['repo', 'workflow', 'read:org'],
    hoursAgo: 40 * DAYS,
    days: 90,
    usedHoursAgo: 4 * DAYS,
  },
];
