import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { refusal, renderAt } from '../../testing/render-at.tsx';
import type { Answers } from '../../testing/render-at.tsx';

const PREFERENCES = { decisions: true, reminders: true, digest: 'DAILY', locale: 'en' };
const viewer = (preferences: object, ...roles: string[]) => ({
  __typename: 'User',
  id: 'U_1',
  notificationPreferences: { __typename: 'NotificationPreferences', ...preferences },
  organizations: {
    __typename: 'OrganizationConnection',
    nodes: roles.map((viewerRole, index) => ({ __typename: 'Organization', id: `O_${index}`, viewerRole })),
  },
});
const open = (roles: string[], more: Answers = {}) =>
  renderAt('/settings/notifications', {
    NotificationsPage: () => ({ viewer: viewer(PREFERENCES, ...roles) }),
    UpdateNotificationPreferences: ({ input }) => ({
      updateNotificationPreferences: {
        __typename: 'UpdateNotificationPreferencesPayload',
        viewer: viewer({ ...PREFERENCES, ...(input as object) }),
      },
    }),
    ...more,
  });

test('ML-2, ML-3, ML-5: decision mails, reminders and the language are chosen and saved, and a banner says so', async () => {
  const { asked } = open(['MEMBER']);
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Reminders' }));
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Language of mails' }), '한국어');
  await userEvent.click(screen.getByRole('button', { name: 'Save preferences' }));

  expect(await screen.findByText('Your preferences are saved.')).toBeTruthy();
  expect(asked('UpdateNotificationPreferences')).toEqual([
    { input: { decisions: true, reminders: false, locale: 'ko' } },
  ]);
  await userEvent.click(screen.getByRole('checkbox', { name: 'Decisions' }));
  expect(screen.queryByText('Your preferences are saved.')).toBeNull();
});

test('ML-1: owners choose how requests that wait reach them; others are not asked', async () => {
  const { asked } = open(['MEMBER', 'OWNER']);
  await userEvent.click(await screen.findByRole('radio', { name: 'Each at once' }));
  await userEvent.click(screen.getByRole('button', { name: 'Save preferences' }));

  expect(await screen.findByText('Your preferences are saved.')).toBeTruthy();
  expect(asked('UpdateNotificationPreferences')[0]).toMatchObject({ input: { digest: 'INSTANT' } });
});

test('ML-1: those who own nothing see no digest', async () => {
  open(['MEMBER']);
  await screen.findByRole('checkbox', { name: 'Decisions' });
  expect(screen.queryByRole('radio')).toBeNull();
});

test('what was not saved says why', async () => {
  open([], { UpdateNotificationPreferences: () => refusal('UNAVAILABLE', 'The database is away.') });
  await userEvent.click(await screen.findByRole('button', { name: 'Save preferences' }));
  expect((await screen.findByRole('alert')).textContent).toContain('The database is away.');
});
