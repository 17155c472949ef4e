import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { type Answers, refusal, renderAt } from '../../testing/render-at.tsx';

const AT = '/enterprises/acme-enterprise/settings/personal-access-tokens';
const PAGE_INFO = { __typename: 'PageInfo', hasNextPage: false, endCursor: null };

const anEnterprise = (policy: object = {}) => ({
  __typename: 'Enterprise',
  id: 'E_1',
  slug: 'acme-enterprise',
  name: 'Acme Enterprise',
  tokenPolicy: {
    __typename: 'EnterpriseTokenPolicy',
    fineGrainedAccess: 'NO_POLICY',
    approval: 'NO_POLICY',
    fineGrainedMaxDays: null,
    classicAccess: 'NO_POLICY',
    classicMaxDays: null,
    exemptAdministrators: false,
    optedInAt: null,
    version: 1,
    ...policy,
  },
  owners: [{ __typename: 'User', id: 'U_9', login: 'enterprise-owner', name: null, avatarUrl: '/owner.png' }],
});

const organizations = {
  __typename: 'OrganizationConnection',
  pageInfo: PAGE_INFO,
  nodes: [
    {
      __typename: 'Organization',
      id: 'O_1',
      login: 'acme',
      name: 'Acme',
      avatarUrl: '/acme.png',
    },
  ],
};

const aPreview = (count: number) => ({
  previewEnterpriseTokenPolicy: {
    __typename: 'TokenPolicyPreview',
    blockedTokenCount: count,
    blockedFineGrainedTokenCount: 0,
    blockedClassicTokenCount: count,
    blockedPersonCount: 1,
    blockedTokens: { __typename: 'BlockedTokenConnection', nodes: [], pageInfo: PAGE_INFO },
  },
});

function open(answers: Answers = {}) {
  const page = renderAt(AT, {
    EnterpriseSettings: () => ({ enterprise: anEnterprise() }),
    EnterprisePolicy: () => ({ enterprise: anEnterprise() }),
    EnterpriseOrganizations: () => ({ enterprise: { __typename: 'Enterprise', id: 'E_1', organizations } }),
    PreviewEnterpriseTokenPolicy: () => aPreview(0),
    ...answers,
  });
  return { ...page, user: userEvent.setup() };
}

test('PO-2: each switch is allow, restrict or left to the organizations, and saves with lifetimes and exemption', async () => {
  const { user, asked } = open({
    PreviewEnterpriseTokenPolicy: () => aPreview(2),
    UpdateEnterpriseTokenPolicy: () => ({
      updateEnterpriseTokenPolicy: {
        __typename: 'UpdateEnterpriseTokenPolicyPayload',
        enterprise: anEnterprise({
          classicAccess: 'DISABLED',
          approval: 'ENABLED',
          fineGrainedMaxDays: 90,
          exemptAdministrators: true,
          version: 2,
        }),
      },
    }),
  });
  const access = within(await screen.findByRole('group', { name: 'Access of fine-grained tokens' }));
  expect(access.getByRole<HTMLInputElement>('radio', { name: 'Let organizations decide' }).checked).toBe(true);
  await user.click(screen.getByRole('radio', { name: 'Restrict classic tokens in all organizations' }));
  await user.click(screen.getByRole('radio', { name: 'Require approval in all organizations' }));
  const lifetime = screen.getByRole('combobox', { name: 'Longest lifetime of fine-grained tokens' });
  await user.selectOptions(lifetime, '90 days');
  await user.click(screen.getByRole('checkbox', { name: 'Exempt administrators from lifetimes' }));
  await user.click(screen.getByRole('button', { name: 'Save' }));

  const dialog = await screen.findByRole('dialog', { name: 'This blocks 2 active tokens of 1 person' });
  expect(within(dialog).queryByRole('list')).toBeNull();
  expect(dialog.textContent).toContain('owners do not see who has one');
  await user.click(within(dialog).getByRole('button', { name: 'Save and block' }));
  expect((await screen.findAllByText(/^Saved\./)).length).toBeGreaterThan(0);
  expect(asked('UpdateEnterpriseTokenPolicy')).toEqual([
    {
      input: {
        enterprise: 'acme-enterprise',
        expectedVersion: 1,
        classicAccess: 'DISABLED',
        approval: 'ENABLED',
        fineGrainedMaxDays: 90,
        exemptAdministrators: true,
      },
    },
  ]);
});

test('PO-3: all organizations are opted in at once, after a confirmation', async () => {
  const { user, asked } = open({
    OptInEnterprise: () => ({
      optInToFineGrainedTokens: {
        __typename: 'OptInToFineGrainedTokensPayload',
        enterprise: anEnterprise({ optedInAt: '2026-11-21T08:00:00.000Z', version: 2 }),
      },
    }),
  });
  await user.click(await screen.findByRole('button', { name: 'Opt in all organizations…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Opt in all organizations?' });
  expect(asked('OptInEnterprise')).toEqual([]);
  await user.click(within(dialog).getByRole('button', { name: 'Opt in all' }));
  expect(await screen.findByText(/^All organizations of this enterprise have been opted in since/)).toBeDefined();
  expect(asked('OptInEnterprise')).toEqual([{ input: { enterprise: 'acme-enterprise' } }]);
  expect(screen.queryByRole('button', { name: 'Opt in all organizations…' })).toBeNull();
});

test('an edit that waits while the same reader opts in is saved on top of that', async () => {
  const { user, asked } = open({
    OptInEnterprise: () => ({
      optInToFineGrainedTokens: {
        __typename: 'OptInToFineGrainedTokensPayload',
        enterprise: anEnterprise({ optedInAt: '2026-11-21T08:00:00.000Z', version: 2 }),
      },
    }),
    UpdateEnterpriseTokenPolicy: () => ({
      updateEnterpriseTokenPolicy: {
        __typename: 'UpdateEnterpriseTokenPolicyPayload',
        enterprise: anEnterprise({ optedInAt: '2026-11-21T08:00:00.000Z', approval: 'ENABLED', version: 3 }),
      },
    }),
  });
  await user.click(await screen.findByRole('radio', { name: 'Require approval in all organizations' }));
  await user.click(screen.getByRole('button', { name: 'Opt in all organizations…' }));
  await user.click(await screen.findByRole('button', { name: 'Opt in all' }));
  await screen.findByText(/^All organizations of this enterprise have been opted in since/);
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect((await screen.findAllByText(/^Saved\./)).length).toBeGreaterThan(0);
  expect(asked('UpdateEnterpriseTokenPolicy')).toEqual([
    { input: { enterprise: 'acme-enterprise', expectedVersion: 2, approval: 'ENABLED' } },
  ]);
});

test('its organizations and owners are listed', async () => {
  open();
  const list = await screen.findByRole('list', { name: 'Organizations' });
  expect(within(list).getByText('acme')).toBeDefined();
  expect(within(screen.getByRole('list', { name: 'Owners' })).getByText('enterprise-owner')).toBeDefined();
});

test('who does not own the enterprise finds nothing there', async () => {
  const refused = () => refusal('NOT_FOUND', 'No such enterprise.');
  open({ EnterpriseSettings: refused, EnterprisePolicy: refused });
  expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeDefined();
});
