import { screen, within } from '@testing-library/react';
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
