import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { type Answers, refusal, renderAt } from '../../testing/render-at.tsx';

const AT = '/organizations/acme/settings/personal-access-tokens';
const POLICY = {
  fineGrainedAccess: 'ALLOWED',
  approval: 'REQUIRED',
  fineGrainedMaxDays: 366 as number | null,
  classicAccess: 'ALLOWED',
  classicMaxDays: null as number | null,
  optedInAt: '2026-11-01T08:00:00.000Z' as string | null,
  version: 4,
};
type Policy = typeof POLICY;
type Fixed = { by?: Partial<Policy>; limit?: number; optedIn?: boolean };

const shorter = (own: number | null, limit: number | undefined) =>
  limit !== undefined && (own === null || own > limit) ? limit : own;

/** An organization as the server tells it: its own policy, what its enterprise fixed, and what holds. */
function anOrganization(own: Partial<Policy> = {}, { by = {}, limit, optedIn = false }: Fixed = {}, role = 'OWNER') {
  const policy = { ...POLICY, ...own };
  const level = (isAbove: boolean) => (isAbove ? 'ENTERPRISE' : 'ORGANIZATION');
  const value = (typename: string, field: keyof Policy) => ({
    __typename: typename,
    value: by[field] ?? policy[field],
    level: level(field in by),
  });
  const days = (own: number | null, above?: number) => ({
    __typename: 'EffectiveMaxDays',
    value: shorter(own, above),
    level: level(shorter(own, above) !== own),
    limit: above ?? null,
  });
  return {
    __typename: 'Organization',
    id: 'O_acme',
    login: 'acme',
    name: 'Acme',
    avatarUrl: '/acme.png',
    viewerRole: role,
    enterprise: { __typename: 'Enterprise', id: 'E_1', slug: 'acme-enterprise', name: 'Acme Enterprise' },
    tokenPolicy: { __typename: 'TokenPolicy', ...policy },
    effectiveTokenPolicy: {
      __typename: 'EffectiveTokenPolicy',
      fineGrainedAccess: value('EffectiveTokenAccess', 'fineGrainedAccess'),
      approval: value('EffectiveApproval', 'approval'),
      fineGrainedMaxDays: days(policy.fineGrainedMaxDays, limit),
      classicAccess: value('EffectiveTokenAccess', 'classicAccess'),
      classicMaxDays: days(policy.classicMaxDays),
      optedIn: {
        __typename: 'EffectiveOptIn',
        value: optedIn || policy.optedInAt !== null,
        level: level(optedIn),
      },
    },
  };
}

const aBlockedToken = (id: number, name: string) => ({
  __typename: 'BlockedToken',
  grantDatabaseId: id,
  name,
  user: { __typename: 'User', id: 'U_2', login: 'member', avatarUrl: '/member.png' },
  organization: { __typename: 'Organization', id: 'O_acme', login: 'acme' },
  expiresAt: null,
  lastUsedAt: null,
  code: 'LIFETIME',
});

function aPreview(fineGrained: number, classic: number, names: string[] = [], next: string | null = null) {
  return {
    previewTokenPolicy: {
      __typename: 'TokenPolicyPreview',
      blockedTokenCount: fineGrained + classic,
      blockedFineGrainedTokenCount: fineGrained,
      blockedClassicTokenCount: classic,
      blockedPersonCount: 7,
      blockedTokens: {
        __typename: 'BlockedTokenConnection',
        nodes: names.map((name, index) => aBlockedToken(index + (next ? 1 : 100), name)),
        pageInfo: { __typename: 'PageInfo', hasNextPage: next !== null, endCursor: next },
      },
    },
  };
}

const saved = (organization: object) => ({
  updateOrganizationTokenPolicy: { __typename: 'UpdateOrganizationTokenPolicyPayload', organization },
});

function open(organization: object, answers: Answers = {}, address = AT) {
  const page = renderAt(address, {
    OrganizationSettings: () => ({ organization }),
    PendingCount: () => ({
      organization: {
        __typename: 'Organization',
        id: 'O_acme',
        waiting: { __typename: 'TokenRequestConnection', totalCount: 0 },
      },
    }),
    OrganizationPolicy: () => ({ organization }),
    PreviewTokenPolicy: () => aPreview(0, 0),
    ...answers,
  });
  return { ...page, user: userEvent.setup() };
}

const group = (name: string) => within(screen.getByRole('group', { name: new RegExp(`^${name}`) }));
const save = () => screen.getByRole('button', { name: 'Save' });

test('PO-3: an owner’s first visit asks three questions and opts in with one mutation', async () => {
  const organization = anOrganization({ optedInAt: null });
  const { user, asked } = open(organization, {
    OptInOrganization: () => ({
      optInToFineGrainedTokens: {
        __typename: 'OptInToFineGrainedTokensPayload',
        organization: anOrganization({ approval: 'NOT_REQUIRED', classicAccess: 'RESTRICTED' }),
      },
    }),
    PreviewTokenPolicy: () => aPreview(0, 3),
  });

  await screen.findByRole('heading', { name: /^Step 1 of 3/ });
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: /^Step 2 of 3/ }));
  await user.click(screen.getByRole('radio', { name: 'Do not require approval' }));
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  await user.click(screen.getByRole('button', { name: 'Back' }));
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Do not require approval' }).checked).toBe(true);
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  await user.click(screen.getByRole('radio', { name: 'Restrict classic tokens' }));
  await user.click(screen.getByRole('button', { name: 'Continue' }));

  expect(screen.getByRole('heading', { name: 'Summary' })).toBeDefined();
  expect((await screen.findAllByText('This blocks 3 active tokens of 7 people')).length).toBeGreaterThan(0);
  expect(asked('OptInOrganization')).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Opt in' }));

  expect((await screen.findAllByText('acme has opted in to fine-grained tokens.')).length).toBeGreaterThan(0);
  expect(await screen.findByRole('form', { name: 'Fine-grained tokens' })).toBeDefined();
  expect(asked('OptInOrganization')).toEqual([
    {
      input: {
        organization: 'acme',
        fineGrainedAccess: 'ALLOWED',
        approval: 'NOT_REQUIRED',
        classicAccess: 'RESTRICTED',
      },
    },
  ]);
});

test('PO-3: where another owner was faster, the first visit ends at the policy that was chosen, and says so', async () => {
  let organization = anOrganization({ optedInAt: null });
  const { user } = open(organization, {
    OrganizationPolicy: () => ({ organization }),
    OptInOrganization: () => {
      organization = anOrganization();
      return refusal('CONFLICT', 'Fine-grained tokens are on in acme already.');
    },
  });
  await screen.findByRole('heading', { name: /^Step 1 of 3/ });
  const goOn = () => user.click(screen.getByRole('button', { name: 'Continue' }));
  await goOn();
  await goOn();
  await goOn();
  await user.click(screen.getByRole('button', { name: 'Opt in' }));
  expect(await screen.findByRole('form', { name: 'Fine-grained tokens' })).toBeDefined();
  expect(screen.getAllByText('Fine-grained tokens are on in acme already.').length).toBeGreaterThan(0);
});

test('PO-3: an organization that its enterprise opted in shows its policy at once', async () => {
  open(anOrganization({ optedInAt: null }, { optedIn: true }));
  expect(await screen.findByRole('form', { name: 'Fine-grained tokens' })).toBeDefined();
});

test('PO-7: a change that blocks nobody is saved at once, with only what was changed', async () => {
  const { user, asked } = open(anOrganization(), {
    UpdateOrganizationTokenPolicy: () => saved(anOrganization({ approval: 'NOT_REQUIRED', version: 5 })),
  });
  await user.click(await screen.findByRole('radio', { name: 'Do not require approval' }));
  await user.click(save());

  expect((await screen.findAllByText(/^Saved\./)).length).toBeGreaterThan(0);
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(asked('PreviewTokenPolicy')).toEqual([
    { input: { organization: 'acme', approval: 'NOT_REQUIRED' }, after: null },
  ]);
  expect(asked('UpdateOrganizationTokenPolicy')).toEqual([
    { input: { organization: 'acme', expectedVersion: 4, approval: 'NOT_REQUIRED' } },
  ]);
  expect(save().hasAttribute('disabled')).toBe(true);
});

test('PO-7: a change that blocks tokens is shown with the list before it is saved, and cancelled without a trace', async () => {
  const { user, asked } = open(anOrganization(), {
    PreviewTokenPolicy: ({ after }) =>
      after ? aPreview(3, 9, ['nightly']) : aPreview(3, 9, ['deploy', 'backup'], 'cursor-2'),
    UpdateOrganizationTokenPolicy: () => saved(anOrganization({ fineGrainedMaxDays: 30, version: 5 })),
  });
  const lifetime = await screen.findByRole('combobox', { name: 'Longest lifetime of fine-grained tokens' });
  await user.selectOptions(lifetime, '30 days');
  await user.click(save());

  const dialog = await screen.findByRole('dialog', { name: 'This blocks 12 active tokens of 7 people' });
  const list = within(dialog).getByRole('list', { name: 'Blocked fine-grained tokens' });
  expect(within(list).getAllByRole('listitem')).toHaveLength(2);
  expect(within(list).getAllByRole('listitem')[0]!.textContent).toMatch(
    /deploy.*member.*no expiration.*never used.*lives longer than allowed/,
  );
  expect(dialog.textContent).toContain('9 of these are classic tokens');
  await user.click(within(dialog).getByRole('button', { name: 'Show more' }));
  await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(3));
  await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
  expect(asked('UpdateOrganizationTokenPolicy')).toEqual([]);
  expect(screen.getByRole<HTMLSelectElement>('combobox', { name: /^Longest lifetime/ }).value).toBe('30');

  await user.click(save());
  await user.click(
    within(await screen.findByRole('dialog', { name: /^This blocks/ })).getByRole('button', { name: 'Save and block' }),
  );
  expect((await screen.findAllByText(/^Saved\./)).length).toBeGreaterThan(0);
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(asked('UpdateOrganizationTokenPolicy')).toEqual([
    { input: { organization: 'acme', expectedVersion: 4, fineGrainedMaxDays: 30 } },
  ]);
});

test('PO-2: what the enterprise fixed is locked with the reason, and a lifetime can only be shortened', async () => {
  open(anOrganization({}, { by: { fineGrainedAccess: 'RESTRICTED' }, limit: 90 }));
  await screen.findByRole('form', { name: 'Fine-grained tokens' });

  const access = group('Access of fine-grained tokens');
  expect(access.getByText(/Set by the enterprise Acme Enterprise/)).toBeDefined();
  const restrict = access.getByRole<HTMLInputElement>('radio', { name: 'Restrict fine-grained tokens' });
  expect([restrict.checked, restrict.disabled]).toEqual([true, true]);
  expect(group('Approval of fine-grained tokens').getAllByRole<HTMLInputElement>('radio')[0]!.disabled).toBe(false);

  const lifetime = screen.getByRole<HTMLSelectElement>('combobox', { name: /^Longest lifetime/ });
  expect([...lifetime.options].map(({ text }) => text)).toEqual([
    '7 days',
    '30 days',
    '60 days',
    '90 days (the limit of Acme Enterprise)',
    'Another number of days…',
  ]);
  expect(lifetime.value).toBe('90');
  expect(screen.getByText(/^The enterprise Acme Enterprise limits this to 90 days/)).toBeDefined();
});

test('PO-1: a number of days that nobody can demand is told at its field, before the server is asked', async () => {
  const { user, asked } = open(anOrganization({}, { limit: 90 }));
  const lifetime = await screen.findByRole('combobox', { name: /^Longest lifetime/ });
  await user.selectOptions(lifetime, 'Another number of days…');
  const days = screen.getByRole<HTMLInputElement>('textbox', { name: /^Days/ });
  await user.clear(days);
  await user.type(days, '120');
  await user.click(save());

  expect(await screen.findByText(/from 1 to 90, which is the limit of Acme Enterprise/)).toBeDefined();
  expect(document.activeElement).toBe(days);
  expect(asked('PreviewTokenPolicy')).toEqual([]);
});

test('what the server refuses of a field is told at the field', async () => {
  const { user } = open(
    anOrganization(),
    {
      PreviewTokenPolicy: () =>
        refusal('INVALID', 'The policy is not valid.', { classicMaxDays: 'Acme Enterprise allows 30 days at most.' }),
    },
    `${AT}?tab=classic`,
  );
  const lifetime = await screen.findByRole('combobox', { name: 'Longest lifetime of classic tokens' });
  await user.selectOptions(lifetime, '60 days');
  await user.click(save());

  expect(await screen.findByText('Acme Enterprise allows 30 days at most.')).toBeDefined();
  expect(screen.getByRole('combobox', { name: /^Longest lifetime/ }).getAttribute('aria-describedby')).toBeTruthy();
  expect(document.activeElement).toBe(lifetime);
  expect(screen.queryByText('The policy was not saved')).toBeNull();
});

test('a preview that fails says so, and keeps what was edited', async () => {
  const { user, asked } = open(anOrganization(), {
    PreviewTokenPolicy: () => refusal('UNAVAILABLE', 'Come back in a moment.'),
  });
  await user.click(await screen.findByRole('radio', { name: 'Restrict fine-grained tokens' }));
  await user.click(save());

  expect((await screen.findByRole('alert')).textContent).toContain('Come back in a moment.');
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Restrict fine-grained tokens' }).checked).toBe(true);
  expect(asked('UpdateOrganizationTokenPolicy')).toEqual([]);
});

test('of two owners the later one sees what changed in between, keeps the own edits and saves on top', async () => {
  let organization = anOrganization();
  const theirs = { fineGrainedMaxDays: 90, approval: 'NOT_REQUIRED' };
  const changes = [
    { field: 'fineGrainedMaxDays', from: 366, to: 90, by: 'owner2', at: '2026-11-21T08:00:00.000Z' },
    { field: 'approval', from: 'REQUIRED', to: 'NOT_REQUIRED', by: 'owner2', at: '2026-11-21T08:00:00.000Z' },
  ];
  const { user, asked } = open(organization, {
    OrganizationPolicy: () => ({ organization }),
    UpdateOrganizationTokenPolicy: ({ input }) => {
      const { expectedVersion } = input as { expectedVersion: number };
      if (expectedVersion === 6) return saved(anOrganization({ ...theirs, fineGrainedMaxDays: 30, version: 7 }));
      organization = anOrganization({ ...theirs, version: 6 });
      const conflict = { code: 'CONFLICT', version: 6, changes };
      return { errors: [{ message: 'Somebody was faster.', extensions: conflict }] };
    },
  });
  await user.selectOptions(await screen.findByRole('combobox', { name: /^Longest lifetime/ }), '30 days');
  await user.click(save());

  const list = await screen.findByRole('list', { name: 'What changed meanwhile' });
  const [lifetime, approval] = within(list).getAllByRole('listitem');
  expect(lifetime!.textContent).toMatch(/Longest lifetime of fine-grained tokens: 366 days → 90 days, by owner2/);
  expect(lifetime!.textContent).toContain('Saving replaces it with your choice.');
  expect(approval!.textContent).toMatch(/Required → Not required/);
  expect(approval!.textContent).not.toContain('Saving replaces');
  expect(screen.getByRole<HTMLSelectElement>('combobox', { name: /^Longest lifetime/ }).value).toBe('30');
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Do not require approval' }).checked).toBe(true);

  await user.click(save());
  expect((await screen.findAllByText(/^Saved\./)).length).toBeGreaterThan(0);
  expect(asked('UpdateOrganizationTokenPolicy')[1]).toEqual({
    input: { organization: 'acme', expectedVersion: 6, fineGrainedMaxDays: 30 },
  });
  expect(screen.queryByRole('list', { name: 'What changed meanwhile' })).toBeNull();
});

test('the tab is in the address, and what was edited under one waits while the other is shown', async () => {
  const { user } = open(anOrganization());
  await user.click(await screen.findByRole('radio', { name: 'Restrict fine-grained tokens' }));
  const tabs = screen.getByRole('navigation', { name: 'Kinds of tokens' });
  await user.click(within(tabs).getByRole('link', { name: 'Tokens (classic)' }));
  expect(await screen.findByRole('form', { name: 'Tokens (classic)' })).toBeDefined();
  expect(within(tabs).getByRole('link', { name: 'Tokens (classic)' }).getAttribute('aria-current')).toBe('page');
  await user.click(within(tabs).getByRole('link', { name: 'Fine-grained tokens' }));
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Restrict fine-grained tokens' }).checked).toBe(true);
});

test('a member reads the policy, who fixed it, and whether the organization has opted in', async () => {
  open(anOrganization({ optedInAt: null }, { by: { classicAccess: 'RESTRICTED' } }, 'MEMBER'));
  const classic = await screen.findByRole('region', { name: 'Tokens (classic)' });
  expect(classic.textContent).toContain('Restricted, set by Acme Enterprise');
  expect(screen.getByText('acme has not opted in to fine-grained tokens')).toBeDefined();
  expect(screen.queryByRole('radio')).toBeNull();
  expect(screen.queryByRole('button', { name: /Save|Opt in/ })).toBeNull();
});

test('the settings stand first among the organization’s pages of tokens, and only they are the open one', async () => {
  open(anOrganization());
  const navigation = await screen.findByRole('navigation', { name: 'Settings of the organization' });
  const links = within(navigation).getAllByRole('link');
  expect(links.slice(0, 3).map(({ textContent }) => textContent)).toEqual([
    'Settings',
    'Active tokens',
    'Pending requests',
  ]);
  expect(links.map((link) => link.getAttribute('aria-current'))).toEqual(['page', null, null, null]);
});
