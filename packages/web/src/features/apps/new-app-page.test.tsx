import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { aPage, inSettings, ofAcme } from '../../testing/in-settings.ts';
import { type Answers, refusal, renderAt } from '../../testing/render-at.tsx';
import { suggestSlug } from './suggest-slug.ts';

const APPS = '/organizations/acme/settings/apps';
const open = async (answers: Answers) => {
  const page = renderAt(`${APPS}/new`, {
    ...inSettings(),
    NewAppPage: () => ofAcme({ ownedApps: aPage('App', []) }),
    ...answers,
  });
  await screen.findByRole('form', { name: 'New App' });
  return { ...page, user: userEvent.setup() };
};
const slug = () => screen.getByRole<HTMLInputElement>('textbox', { name: /Address/ });

test.each([
  ['Deploy Bot (EU)', 'deploy-bot-eu'],
  ['  Überprüfer  ', 'uberprufer'],
  ['한국', ''],
  [`${'a'.repeat(38)} b`, 'a'.repeat(38)],
])('the name %j suggests the address %j', (name, suggested) => {
  expect(suggestSlug(name)).toBe(suggested);
});

test('AP-1: an App is made with the permissions chosen, those among them that only Apps can hold', async () => {
  const { user, asked, address } = await open({
    CreateApp: () => ({
      createApp: { __typename: 'CreateAppPayload', app: { __typename: 'App', id: 'A_1', slug: 'deploy-bot' } },
    }),
  });
  await user.type(screen.getByRole('textbox', { name: /App name/ }), 'Deploy bot');
  expect(slug().value).toBe('deploy-bot');
  await user.click(screen.getByRole('button', { name: /Repository permissions/ }));
  await user.selectOptions(screen.getByRole('combobox', { name: 'Contents' }), 'read');
  expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Metadata' }).disabled).toBe(true);
  await user.click(screen.getByRole('button', { name: /Organization permissions/ }));
  await user.selectOptions(screen.getByRole('combobox', { name: 'Personal access token requests' }), 'write');
  await user.click(screen.getByRole('textbox', { name: 'Redirect URIs' }));
  await user.paste('https://bot.example/back\nhttp://localhost');
  await user.click(screen.getByRole('checkbox', { name: 'User tokens expire after 8 hours' }));
  await user.dblClick(screen.getByRole('button', { name: 'Create App' }));

  expect(asked('CreateApp')).toEqual([
    {
      input: {
        organization: 'acme',
        name: 'Deploy bot',
        description: '',
        isPublic: false,
        slug: 'deploy-bot',
        permissions: [
          { key: 'contents', level: 'READ' },
          { key: 'organization_personal_access_token_requests', level: 'WRITE' },
          { key: 'metadata', level: 'READ' },
        ],
        redirectUris: ['https://bot.example/back', 'http://localhost'],
        userTokensExpire: false,
      },
    },
  ]);
  expect(address()).toBe(`${APPS}/deploy-bot`);
});

test('what is refused stands at its field, which gets the focus; an address of one’s own no longer follows the name', async () => {
  const { user, asked } = await open({
    CreateApp: () => refusal('INVALID', 'No.', { slug: 'There is an App bot already.' }),
  });
  await user.click(screen.getByRole('button', { name: 'Create App' }));
  expect(screen.getByText('Name cannot be blank.')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: /App name/ }));
  expect(asked('CreateApp')).toEqual([]);

  await user.type(slug(), 'bot');
  await user.type(screen.getByRole('textbox', { name: /App name/ }), 'Another name');
  expect(slug().value).toBe('bot');
  await user.click(screen.getByRole('button', { name: 'Create App' }));
  expect(await screen.findByText('There is an App bot already.')).toBeTruthy();
  expect(document.activeElement).toBe(slug());
});
