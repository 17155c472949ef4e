import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { renderAt } from '../../testing/render-at.tsx';

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
