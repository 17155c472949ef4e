import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import {
  anOrganization,
  aPreview,
  openPolicy,
  POLICY,
  POLICY_PAGE,
  saved,
} from '../../testing/organization-policy.tsx';
import { refusal } from '../../testing/render-at.tsx';

const group = (name: string) => within(screen.getByRole('group', { name: new RegExp(`^${name}`) }));
const save = () => screen.getByRole('button', { name: 'Save' });

test('PO-7: a change that blocks nobody is saved at once, with only what was changed', async () => {
  const { user, asked } = openPolicy(anOrganization(), {
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
  const { user, asked } = openPolicy(anOrganization(), {
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
  openPolicy(anOrganization({}, { by: { fineGrainedAccess: 'RESTRICTED' }, limit: 90 }));
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
  const { user, asked } = openPolicy(anOrganization({}, { limit: 90 }));
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

test('a number of days that was begun and discarded leaves nothing behind', async () => {
  const { user } = openPolicy(anOrganization(), {}, `${POLICY_PAGE}?tab=classic`);
  const lifetime = () => screen.getByRole<HTMLSelectElement>('combobox', { name: /^Longest lifetime/ });
  await screen.findByRole('form', { name: 'Tokens (classic)' });
  await user.selectOptions(lifetime(), 'Another number of days…');
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: /^Days/ }).value).toBe('');
  await user.click(screen.getByRole('button', { name: 'Discard changes' }));
  expect(screen.queryByRole('textbox')).toBeNull();
  expect(lifetime().selectedOptions[0]!.text).toBe('No limit');
});

test('what the server refuses of a field is told at the field', async () => {
  const { user } = openPolicy(
    anOrganization(),
    {
      PreviewTokenPolicy: () =>
        refusal('INVALID', 'The policy is not valid.', { classicMaxDays: 'Acme Enterprise allows 30 days at most.' }),
    },
    `${POLICY_PAGE}?tab=classic`,
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
  const { user, asked } = openPolicy(anOrganization(), {
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
  const { user, asked } = openPolicy(organization, {
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

test('of two owners who chose the same the later one is told that nothing is left to save', async () => {
  let organization = anOrganization();
  const changes = [{ field: 'approval', from: 'REQUIRED', to: 'NOT_REQUIRED', by: 'owner2', at: POLICY.optedInAt }];
  const { user } = openPolicy(organization, {
    OrganizationPolicy: () => ({ organization }),
    UpdateOrganizationTokenPolicy: () => {
      organization = anOrganization({ approval: 'NOT_REQUIRED', version: 5 });
      return { errors: [{ message: 'Somebody was faster.', extensions: { code: 'CONFLICT', version: 5, changes } }] };
    },
  });
  await user.click(await screen.findByRole('radio', { name: 'Do not require approval' }));
  await user.click(save());
  expect(await screen.findByText(/nothing left to save/)).toBeDefined();
  expect(screen.queryByText(/save again/)).toBeNull();
  expect(save().hasAttribute('disabled')).toBe(true);
});

test('the tab is in the address, and what was edited under one waits while the other is shown', async () => {
  const { user } = openPolicy(anOrganization());
  await user.click(await screen.findByRole('radio', { name: 'Restrict fine-grained tokens' }));
  const tabs = screen.getByRole('navigation', { name: 'Kinds of tokens' });
  await user.click(within(tabs).getByRole('link', { name: 'Tokens (classic)' }));
  expect(await screen.findByRole('form', { name: 'Tokens (classic)' })).toBeDefined();
  expect(within(tabs).getByRole('link', { name: 'Tokens (classic)' }).getAttribute('aria-current')).toBe('page');
  await user.click(within(tabs).getByRole('link', { name: 'Fine-grained tokens' }));
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Restrict fine-grained tokens' }).checked).toBe(true);
});

test('a member reads the policy, who fixed it, and whether the organization has opted in', async () => {
  openPolicy(anOrganization({ optedInAt: null }, { by: { classicAccess: 'RESTRICTED' } }, 'MEMBER'));
  const classic = await screen.findByRole('region', { name: 'Tokens (classic)' });
  expect(classic.textContent).toContain('Restricted, set by Acme Enterprise');
  expect(screen.getByText('acme has not opted in to fine-grained tokens')).toBeDefined();
  expect(screen.queryByRole('radio')).toBeNull();
  expect(screen.queryByRole('button', { name: /Save|Opt in/ })).toBeNull();
  // What only owners may see is not offered.
  const navigation = screen.getByRole('navigation', { name: 'Settings of the organization' });
  expect(
    within(navigation)
      .getAllByRole('link')
      .map(({ textContent }) => textContent),
  ).toEqual(['Settings']);
});

test('the settings stand first among the organization’s pages of tokens, and only they are the open one', async () => {
  openPolicy(anOrganization());
  const navigation = await screen.findByRole('navigation', { name: 'Settings of the organization' });
  const links = within(navigation).getAllByRole('link');
  expect(links.slice(0, 3).map(({ textContent }) => textContent)).toEqual([
    'Settings',
    'Active tokens',
    'Pending requests',
  ]);
  expect(links.filter((link) => link.getAttribute('aria-current') === 'page')).toEqual([links[0]]);
});

test.each([
  [1_250, true, '1,250'],
  [10_000, false, '10,000+'],
])('of %i requests that wait, counted to the end: %s, the sidebar says %s', async (count, isExact, said) => {
  const waiting = { __typename: 'TokenRequestConnection', totalCount: count, totalCountIsExact: isExact };
  openPolicy(anOrganization(), {
    PendingCount: () => ({ organization: { __typename: 'Organization', id: 'O_acme', waiting } }),
  });
  expect(await screen.findByText(said)).toBeDefined();
});
