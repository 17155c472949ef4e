import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { aPermissionSet, inSettings, ofAcme } from '../../testing/in-settings.ts';
import { type Answers, refusal, renderAt } from '../../testing/render-at.tsx';

const PAGE = '/organizations/acme/settings/apps/review-bot';
const PRIVATE_KEY = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\n-----END PRIVATE KEY-----\n';
const SECRET = 'a-client-secret-of-forty-characters-00001';
const aKey = (id: string) => ({
  __typename: 'AppKey',
  id,
  fingerprint: `SHA256:${id}=`,
  createdAt: '2026-11-01T08:00:00Z',
});
const anApp = (more: object = {}) => ({
  __typename: 'App',
  id: 'A_1',
  databaseId: 7,
  slug: 'review-bot',
  name: 'Review bot',
  description: 'Reviews',
  isPublic: false,
  clientId: 'Cs0123456789',
  installationCount: 1,
  permissions: aPermissionSet({ contents: 'WRITE', metadata: 'READ' }),
  keys: [aKey('K_1')],
  clientSecrets: [],
  redirectUris: ['https://bot.example/callback'],
  userTokensExpire: true,
  webhook: null,
  ...more,
});
const open = (answers: Answers = {}) => ({
  user: userEvent.setup(),
  ...renderAt(PAGE, { ...inSettings(), AppPage: () => ofAcme({ ownedApp: anApp() }), ...answers }),
});
const updated = (more: object) => ({ updateApp: { __typename: 'UpdateAppPayload', app: anApp(more) } });

test('AP-1: a private key is shown once, can be saved as a file, and is kept neither in the cache nor in any storage', async () => {
  const keys = [aKey('K_1')];
  const { user, client, asked } = open({
    AppPage: () => ofAcme({ ownedApp: anApp({ keys: [...keys] }) }),
    CreateAppKey: () => {
      keys.push(aKey('K_2'));
      return {
        createAppKey: {
          __typename: 'CreateAppKeyPayload',
          privateKey: PRIVATE_KEY,
          key: { __typename: 'AppKey', id: 'K_2' },
        },
      };
    },
  });
  const generate = await screen.findByRole('button', { name: 'Generate a private key' });
  await user.dblClick(generate);
  const box = await screen.findByRole('region', { name: 'The private key is ready' });
  expect(document.activeElement).toBe(box);
  expect(box.textContent).toContain('MIIEvQIBADANBgkq');
  expect(within(box).getByRole('button', { name: 'Download .pem' })).toBeTruthy();
  expect(asked('CreateAppKey')).toEqual([{ input: { appId: 'A_1' } }]);
  await waitFor(() =>
    expect(within(screen.getByRole('list', { name: 'Private keys' })).getAllByRole('listitem')).toHaveLength(2),
  );
  expect(
    JSON.stringify([
      client.extract(),
      window.history.state,
      Object.entries(localStorage),
      Object.entries(sessionStorage),
    ]),
  ).not.toContain('MIIEvQIBADANBgkq');

  await user.click(within(box).getByRole('button', { name: 'I have stored it' }));
  expect(screen.queryByText(/MIIEvQIBADANBgkq/)).toBeNull();
  expect(document.activeElement).toBe(generate);
});

test('a key is deleted after a question; why it cannot be stands in the question', async () => {
  const answers = [
    refusal('NOT_FOUND', 'There is no such key.'),
    { deleteAppKey: { __typename: 'DeleteAppKeyPayload', app: anApp({ keys: [] }) } },
  ];
  const { user, asked } = open({ DeleteAppKey: () => answers.shift()! });
  await user.click(await screen.findByRole('button', { name: 'Delete SHA256:K_1=' }));
  const dialog = await screen.findByRole('dialog', { name: 'Delete this private key?' });
  await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
  expect(await within(dialog).findByText('There is no such key.')).toBeTruthy();
  await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
  expect(await screen.findByText('No key yet: the App cannot sign in.')).toBeTruthy();
  expect(document.activeElement?.textContent).toBe('No key yet: the App cannot sign in.');
  expect(asked('DeleteAppKey')).toHaveLength(2);
});

test('a client secret is shown once and is not kept in the cache', async () => {
  const { user, client } = open({
    CreateAppClientSecret: () => ({
      createAppClientSecret: {
        __typename: 'CreateAppClientSecretPayload',
        secret: SECRET,
        clientSecret: { __typename: 'AppClientSecret', id: 'S_1' },
      },
    }),
  });
  await user.click(await screen.findByRole('button', { name: 'Generate a client secret' }));
  expect(await screen.findByText(SECRET)).toBeTruthy();
  expect(JSON.stringify(client.extract())).not.toContain(SECRET);
});

test('AP-1: before permissions are saved it is told which hold at once and which wait for owners', async () => {
  const { user, asked } = open({
    UpdateApp: () => updated({ permissions: aPermissionSet({ contents: 'READ', metadata: 'READ', issues: 'READ' }) }),
  });
  const change = await screen.findByRole('button', { name: 'Change permissions' });
  await user.click(change);
  const save = screen.getByRole('button', { name: 'Save permissions' });
  await user.click(save);
  expect(asked('UpdateApp')).toEqual([]);
  await user.selectOptions(screen.getByRole('combobox', { name: 'Contents' }), 'read');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Issues' }), 'read');
  const listed = (title: RegExp) => screen.getByText(title).parentElement!.textContent;
  expect(listed(/Holds at once/)).toContain('Contents: Read and write → Read-only');
  expect(listed(/Waits until an owner/)).toContain('Issues: No access → Read-only');
  await user.click(save);
  expect(await screen.findByText('Saved')).toBeTruthy();
  expect(screen.queryByText(/Holds at once/)).toBeNull();
  expect(screen.getByText('Issues')).toBeTruthy();
  expect(document.activeElement).toBe(change);
  expect(asked('UpdateApp')).toEqual([
    {
      input: {
        appId: 'A_1',
        permissions: [
          { key: 'metadata', level: 'READ' },
          { key: 'contents', level: 'READ' },
          { key: 'issues', level: 'READ' },
        ],
      },
    },
  ]);
});

test('name, description and who may install it are saved; a refusal stands at its field', async () => {
  const answers = [
    refusal('INVALID', 'No.', { name: 'A name has at most 100 characters.' }),
    updated({ name: 'Better bot', isPublic: true }),
  ];
  const { user, asked } = open({ UpdateApp: () => answers.shift()! });
  const name = await screen.findByRole('textbox', { name: /App name/ });
  const form = within(screen.getByRole('form', { name: 'About' }));
  await user.clear(name);
  await user.type(name, 'Better bot');
  await user.click(form.getByRole('checkbox', { name: 'Any organization may install it' }));
  await user.click(form.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('A name has at most 100 characters.')).toBeTruthy();
  await user.click(form.getByRole('button', { name: 'Save' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Better bot' })).toBeTruthy();
  expect(asked('UpdateApp').at(-1)).toEqual({
    // What was not touched stays as another window may have set it meanwhile.
    input: { appId: 'A_1', name: 'Better bot', isPublic: true },
  });
});

test('AP-7, EX-8: where people go back to and whether their tokens end is saved; a refusal stands at its field', async () => {
  const uris = ['https://bot.example/callback', 'http://127.0.0.1/callback'];
  const answers = [
    refusal('INVALID', 'No.', { 'redirectUris[1]': 'ftp is not among them.' }),
    updated({ redirectUris: uris, userTokensExpire: false }),
  ];
  const { user, asked } = open({ UpdateApp: () => answers.shift()! });
  const form = within(await screen.findByRole('form', { name: 'Acting for people' }));
  expect(screen.getByText(/\/login\/oauth\/authorize\?client_id=Cs0123456789$/)).toBeTruthy();
  const addresses = form.getByRole<HTMLTextAreaElement>('textbox', { name: 'Redirect URIs' });
  expect(addresses.value).toBe('https://bot.example/callback');

  await user.type(addresses, '{Enter}{Enter}  ftp://bot.example ');
  await user.click(form.getByRole('button', { name: 'Save' }));
  expect(await form.findByText('ftp is not among them.')).toBeTruthy();
  expect(document.activeElement).toBe(addresses);
  await user.clear(addresses);
  await user.type(addresses, ` ${uris.join('{Enter}')}{Enter}`);
  await user.click(form.getByRole('checkbox', { name: 'User tokens expire after 8 hours' }));
  await user.click(form.getByRole('button', { name: 'Save' }));
  expect(await form.findByText('Saved')).toBeTruthy();
  expect(addresses.value).toBe(uris.join('\n'));
  expect(asked('UpdateApp')).toEqual([
    { input: { appId: 'A_1', redirectUris: ['https://bot.example/callback', 'ftp://bot.example'] } },
    { input: { appId: 'A_1', redirectUris: uris, userTokensExpire: false } },
  ]);
});

test('an App that is not there, or is not one’s to see, is not found', async () => {
  open({ AppPage: () => ofAcme({ ownedApp: null }) });
  expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeTruthy();
});
