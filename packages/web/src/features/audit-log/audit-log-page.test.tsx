import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { formatMoment } from '../../i18n/format.ts';
import { refusal, renderAt } from '../../testing/render-at.tsx';
import { AUDIT_ACTIONS, ENTERPRISE_AUDIT_ACTIONS, SECURITY_ACTIONS } from './audit-actions.ts';

const auditLog = {
  __typename: 'AuditEntryConnection',
  pageInfo: { __typename: 'PageInfo', hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  nodes: [
    {
      __typename: 'AuditEntry',
      id: 'A_1',
      action: 'personal_access_token.expiration_limit_set',
      actorLogin: 'mona',
      actor: null,
      credentialKind: 'SESSION',
      at: '2026-11-21T08:00:00.000Z',
      ip: null,
      subject: 'acme',
      details: { kind: 'CLASSIC', from: null, to: 90 },
    },
  ],
};
const enterprise = { __typename: 'Enterprise', id: 'E_1', slug: 'acme-enterprise', name: 'Acme Enterprise' };
const organization = { __typename: 'Organization', id: 'O_1', login: 'acme', name: null, avatarUrl: '/acme.png' };

test.each(['/organizations/acme', '/enterprises/acme-enterprise'])(
  'PO-8: a change of policy in %s’s log has its old and its new value, also where one was none',
  async (whose) => {
    renderAt(`${whose}/settings/audit-log`, {
      OrganizationSettings: () => ({ organization: { ...organization, viewerRole: 'MEMBER' } }),
      EnterpriseSettings: () => ({ enterprise }),
      AuditLogPage: () => ({ organization: { ...organization, auditLog } }),
      EnterpriseAuditLogPage: () => ({ enterprise: { ...enterprise, auditLog } }),
    });
    const entries = within(await screen.findByRole('list', { name: 'Audit log entries' }));
    expect(entries.getByText('from').nextSibling?.textContent).toBe('none');
    expect(entries.getByText('to').nextSibling?.textContent).toBe('90');
  },
);

test.each([
  ['/organizations/acme', 'audit-log', { organization: 'acme' }],
  ['/enterprises/acme-enterprise', 'audit-log', { enterprise: 'acme-enterprise' }],
  ['', 'security-log', {}],
])('AU-2: the log of %s is exported as it is filtered', async (whose, log, named) => {
  const { asked } = renderAt(`${whose}/settings/${log}?q=deploy&action=org.create`, {
    OrganizationSettings: () => ({ organization: { ...organization, viewerRole: 'MEMBER' } }),
    EnterpriseSettings: () => ({ enterprise }),
    AuditLogPage: () => ({ organization: { ...organization, auditLog } }),
    EnterpriseAuditLogPage: () => ({ enterprise: { ...enterprise, auditLog } }),
    SecurityLogPage: () => ({ viewer: { __typename: 'User', id: 'U_1', securityLog: auditLog } }),
  });
  const href = (await screen.findByRole('link', { name: 'Export as CSV' })).getAttribute('href') ?? '';
  const [path, query] = href.split('?');
  expect(path).toBe(`/api/exports/${log}`);
  expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
    ...named,
    text: 'deploy',
    action: 'org.create',
    format: 'csv',
  });
  const questions = ['AuditLogPage', 'EnterpriseAuditLogPage', 'SecurityLogPage'].flatMap(asked);
  expect(questions[0]).toMatchObject({ filter: { text: 'deploy', action: 'org.create' } });
});

test('AU-2, EX-10: people read their security log, and choose an action of theirs', async () => {
  const { asked } = renderAt('/settings/security-log', {
    SecurityLogPage: () => ({ viewer: { __typename: 'User', id: 'U_1', securityLog: auditLog } }),
  });
  expect(await screen.findByRole('heading', { level: 1, name: 'Security log' })).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'All actions' }));
  await userEvent.click(await screen.findByRole('menuitemradio', { name: 'personal_access_token.create' }));
  expect(asked('SecurityLogPage').at(-1)).toMatchObject({ filter: { action: 'personal_access_token.create' } });
});

const openSecurityLog = (search: string, log: object = auditLog) =>
  renderAt(`/settings/security-log${search}`, {
    SecurityLogPage: () =>
      'errors' in log ? refusal('INVALID', 'No.') : { viewer: { __typename: 'User', id: 'U_1', securityLog: log } },
  });

test('AU-2: an entry says the moment at which it happened, and its details say whose they are', async () => {
  openSecurityLog('');
  expect(await screen.findByText(formatMoment(auditLog.nodes[0]!.at))).toBeDefined();
  expect(screen.getByLabelText('Details of personal_access_token.expiration_limit_set acme').tagName).toBe('SUMMARY');
});

test('AU-2: the log of some days is read and exported, from the first moment of the one to the last of the other', async () => {
  const { asked, address } = openSecurityLog('?from=2026-11-01');
  const until = await screen.findByLabelText('Until');
  // A year that is being typed is none yet.
  fireEvent.change(until, { target: { value: '0202-11-03' } });
  expect(address()).toBe('/settings/security-log?from=2026-11-01');
  fireEvent.change(until, { target: { value: '2026-11-03' } });
  await waitFor(() => expect(address()).toBe('/settings/security-log?from=2026-11-01&until=2026-11-03'));
  const days = { after: new Date(2026, 10, 1).toISOString(), before: new Date(2026, 10, 4).toISOString() };
  expect(asked('SecurityLogPage').at(-1)).toMatchObject({ filter: days });
  const href = screen.getByRole('link', { name: 'Export as JSON' }).getAttribute('href') ?? '';
  expect(Object.fromEntries(new URLSearchParams(href.split('?')[1]))).toEqual({ ...days, format: 'json' });
});

test.each([
  ['is empty', { ...auditLog, nodes: [] }],
  ['was never one', { errors: [] }],
])('a page that %s leads back to the first', async (_, log) => {
  const { address } = openSecurityLog('?q=deploy&after=gone', log);
  await userEvent.click(await screen.findByRole('button', { name: 'Go to the first page' }));
  expect(address()).toBe('/settings/security-log?q=deploy');
});

test('what may not be read cannot be exported', async () => {
  renderAt('/organizations/acme/settings/audit-log', {
    OrganizationSettings: () => ({ organization: { ...organization, viewerRole: 'MEMBER' } }),
    AuditLogPage: () => refusal('FORBIDDEN', 'Owners only.'),
  });
  expect(await screen.findByText('You may not see this')).toBeDefined();
  expect(screen.queryByRole('link', { name: /Export/ })).toBeNull();
});

test('AU-2: whatever the server records can be chosen', () => {
  const source = readFileSync(
    join(import.meta.dirname, '../../../../server/src/features/audit-log/record-audit.ts'),
    'utf8',
  );
  const recorded = [...source.matchAll(/^ {2}\| '([a-z_.]+)'/gm)].map(([, action]) => action);
  expect(recorded.length).toBeGreaterThan(30);
  const choices: readonly string[] = [...AUDIT_ACTIONS, ...ENTERPRISE_AUDIT_ACTIONS, ...SECURITY_ACTIONS];
  expect(recorded.filter((action) => !choices.includes(action!))).toEqual([]);
});
