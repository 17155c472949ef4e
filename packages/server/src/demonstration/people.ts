export type Login = 'owner' | 'member' | 'member2' | 'member3' | 'globex-owner' | 'outsider' | 'enterprise-owner';

/** The demonstration accounts, and what each can show. */
export const PEOPLE: readonly { login: Login; name: string; is: string }[] = [
  { login: 'owner', name: 'Olivia Bennett', is: 'owner of acme, member of globex' },
  { login: 'member', name: 'Mina Kim', is: 'member of acme' },
  { login: 'member2', name: 'Daniel Osei', is: 'member of acme' },
  { login: 'member3', name: '박서준', is: 'member of acme' },
  { login: 'globex-owner', name: 'Grace Holloway', is: 'owner of globex' },
  { login: 'outsider', name: 'Tomas Lindqvist', is: 'in no organization' },
  { login: 'enterprise-owner', name: '이하늘', is: 'owner of the enterprise acme-enterprise' },
];

type DemonstrationRepository = {
  by: Login;
  owner: string;
  name: string;
  visibility: 'PUBLIC' | 'PRIVATE';
  description: string;
  /** The files of its first commit beside the README. */
  files: Record<string, string>;
};

export const REPOSITORIES: readonly DemonstrationRepository[] = [
  {
    by: 'owner',
    owner: 'acme',
    name: 'website',
    visibility: 'PUBLIC',
    description: 'The pages of acme.example',
    files: { 'index.html': '<!doctype html>\n<title>Acme</title>\n<h1>Anvils, delivered</h1>\n' },
  },
  {
    by: 'owner',
    owner: 'acme',
    name: 'payroll',
    visibility: 'PRIVATE',
    description: 'Who is paid what, and when',
    files: { 'calendar.csv': 'month,payday\n2026-10,2026-10-25\n2026-11,2026-11-25\n2026-12,2026-12-23\n' },
  },
  {
    by: 'owner',
    owner: 'acme',
    name: 'api',
    visibility: 'PRIVATE',
    description: 'Orders, stock and deliveries over HTTP',
    files: { 'src/orders.js': "export const orders = () => fetch('/orders').then((answer) => answer.json());\n" },
  },
  {
    by: 'owner',
    owner: 'acme',
    name: 'infrastructure',
    visibility: 'PRIVATE',
    description: 'Machines, networks and backups as code',
    files: { 'hosts.ini': '[web]\nweb-1\nweb-2\n\n[database]\ndb-1\n' },
  },
  {
    by: 'globex-owner',
    owner: 'globex',
    name: 'engine',
    visibility: 'PRIVATE',
    description: 'The engine',
    files: { 'engine.toml': 'cylinders = 8\n' },
  },
  {
    by: 'member',
    owner: 'member',
    name: 'notes',
    visibility: 'PRIVATE',
    description: '개인 메모',
    files: { 'todo.md': '- 배포 스크립트 정리\n- 토큰 만료일 확인\n' },
  },
];
