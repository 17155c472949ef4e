import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { aPermissionSet } from '../../testing/in-settings.ts';
import { type Answers, refusal, renderAt } from '../../testing/render-at.tsx';
import { leaveFor } from './leave-for.ts';
import { describePlace } from './place.ts';

const CALLBACK = 'https://app.example/callback';
const ASKED = {
  clientId: 'Cs0123456789',
  redirectUri: CALLBACK,
  state: 'a state & more',
  responseType: 'code',
  codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  codeChallengeMethod: 'S256',
};
const ADDRESS = `/login/oauth/authorize?${new URLSearchParams({
  client_id: ASKED.clientId,
  redirect_uri: ASKED.redirectUri,
  state: ASKED.state,
  response_type: ASKED.responseType,
  code_challenge: ASKED.codeChallenge,
  code_challenge_method: ASKED.codeChallengeMethod,
  // Of the other dialect, and nothing that is asked for here.
  scope: 'repo',
})}`;
const DONE = `${CALLBACK}?code=c0de&state=a+state`;

const anOrganization = (login: string) => ({
  __typename: 'Organization',
  id: `O_${login}`,
  login,
  name: null,
  avatarUrl: `/${login}.png`,
});
const aRequest = (more: object = {}, app: object = {}): object => ({
  applicationAuthorizationRequest: {
    __typename: 'ApplicationAuthorizationRequest',
    app: {
      __typename: 'App',
      id: 'A_1',
      name: 'Deploy bot',
      avatarUrl: '/bot.png',
      description: 'Deploys what was merged.',
      organization: { __typename: 'Organization', id: 'O_acme', login: 'acme' },
      permissions: aPermissionSet({ contents: 'WRITE', metadata: 'READ' }, { members: 'READ' }),
      ...app,
    },
    organizations: [anOrganization('acme'), anOrganization('globex')],
    redirectUri: CALLBACK,
    cancelUrl: `${CALLBACK}?error=access_denied&state=a+state`,
    refusalUrl: null,
    viewerMustAgree: true,
    ...more,
  },
  viewer: { __typename: 'User', id: 'U_1', login: 'mona' },
});
const authorized = {
  authorizeApplication: { __typename: 'AuthorizeApplicationPayload', redirectUrl: DONE },
};

let replace: MockInstance<(address: string | URL) => void>;
beforeEach(() => {
  replace = vi.spyOn(window.location, 'replace').mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

const open = (answers: Answers, address = ADDRESS) => ({ user: userEvent.setup(), ...renderAt(address, answers) });
const consent = () => screen.findByRole('heading', { level: 1, name: 'Authorize Deploy bot' });

test('AP-7: who is asked sees whose App it is, what it could do and where, and where the browser goes; nothing is agreed to before the press', async () => {
  const { user, client, asked } = open({ AuthorizePage: () => aRequest(), AuthorizeApplication: () => authorized });
  await consent();
  expect(document.title).toBe('Authorize Deploy bot · Countersign');
  const page = screen.getByRole('main');
  expect(page.textContent).toContain('Deploy bot, an App of acme, asks to act for you, mona.');
  expect(page.textContent).toContain('never more than you can do yourself');
  expect(page.textContent).toMatch(/Contents\s*Read and write/);
  expect(page.textContent).toContain('Either way you go back to app.example.');
  const where = within(screen.getByRole('list', { name: 'Where it could do it' }));
  expect(where.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['acme', 'globex']);
  expect(asked('AuthorizePage')).toEqual([ASKED]);
  expect(asked('AuthorizeApplication')).toEqual([]);
  expect(replace).not.toHaveBeenCalled();

  await user.dblClick(screen.getByRole('button', { name: 'Authorize' }));
  expect(await screen.findByText('Taking you back to app.example …')).toBeTruthy();
  expect(asked('AuthorizeApplication')).toEqual([{ input: { ...ASKED, viewerAgrees: true } }]);
  expect(replace.mock.calls).toEqual([[DONE]]);
  // The code is on its way in the address, and kept nowhere. (TK-2)
  expect(JSON.stringify(client.extract())).not.toContain('c0de');
});

test('Cancel goes back with the refusal that the server wrote, and authorizes nothing', async () => {
  const { user, asked } = open({ AuthorizePage: () => aRequest() });
  await consent();
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(replace.mock.calls).toEqual([[`${CALLBACK}?error=access_denied&state=a+state`]]));
  expect(asked('AuthorizeApplication')).toEqual([]);
});

test('who agreed before goes on at once, and is asked nothing', async () => {
  const { asked } = open({
    AuthorizePage: () => aRequest({ viewerMustAgree: false }),
    AuthorizeApplication: () => authorized,
  });
  expect(await screen.findByText('Taking you back to app.example …')).toBeTruthy();
  await waitFor(() => expect(replace.mock.calls).toEqual([[DONE]]));
  expect(asked('AuthorizeApplication')).toEqual([{ input: ASKED }]);
  expect(screen.queryByRole('button', { name: 'Authorize' })).toBeNull();
});

test('AP-7: who took it back a moment ago is asked after all', async () => {
  const requests = [aRequest({ viewerMustAgree: false }), aRequest()];
  const answers = [refusal('CONFLICT', 'Deploy bot has to ask you first.'), authorized];
  const { user, asked } = open({
    AuthorizePage: () => requests.shift() as ReturnType<Answers[string]>,
    AuthorizeApplication: () => answers.shift()!,
  });
  await consent();
  expect(replace).not.toHaveBeenCalled();
  await user.click(screen.getByRole('button', { name: 'Authorize' }));
  await waitFor(() => expect(replace.mock.calls).toEqual([[DONE]]));
  expect(asked('AuthorizeApplication')).toEqual([{ input: ASKED }, { input: { ...ASKED, viewerAgrees: true } }]);
});

test('where going on at once fails, why stands there and it can be tried again', async () => {
  const answers = [refusal('UNAVAILABLE', 'Try again soon.'), authorized];
  const { user } = open({
    AuthorizePage: () => aRequest({ viewerMustAgree: false }),
    AuthorizeApplication: () => answers.shift()!,
  });
  expect(await screen.findByText('Try again soon.')).toBeTruthy();
  expect(replace).not.toHaveBeenCalled();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(replace.mock.calls).toEqual([[DONE]]));
});

test('what the App asks wrongly it is told by the browser, at once', async () => {
  const refusalUrl = `${CALLBACK}?error=invalid_request`;
  const { asked } = open({ AuthorizePage: () => aRequest({ refusalUrl, viewerMustAgree: false }) });
  await waitFor(() => expect(replace.mock.calls).toEqual([[refusalUrl]]));
  expect(asked('AuthorizeApplication')).toEqual([]);
});

test.each([
  ['without a client id', '/login/oauth/authorize?client_id=', {}, 'There is no such App'],
  [
    'of an unknown App',
    ADDRESS,
    { AuthorizePage: () => refusal('NOT_FOUND', 'The App could not be found.') },
    'There is no such App',
  ],
  [
    'with another’s redirect URI',
    ADDRESS,
    {
      AuthorizePage: () => refusal('INVALID', 'This is none of its own.', { redirectUri: 'This is none of its own.' }),
    },
    'The App cannot be authorized',
  ],
] satisfies [string, string, Answers, string][])(
  'AP-7: %s the browser stays and is told why',
  async (_, address, answers, title) => {
    open(answers, address);
    expect(await screen.findByRole('heading', { level: 1, name: title })).toBeTruthy();
    expect(document.title).toBe(`${title} · Countersign`);
    expect(replace).not.toHaveBeenCalled();
  },
);

test('of a redirect URI that is none of the App’s own it is said what is wrong with it', async () => {
  open({
    AuthorizePage: () => refusal('INVALID', 'This is none of its own.', { redirectUri: 'This is none of its own.' }),
  });
  expect(await screen.findByText(/This is none of its own\. Nothing was authorized/)).toBeTruthy();
});

test('where nothing could be read it can be tried again', async () => {
  const answers = [refusal('INTERNAL', 'Broken.'), aRequest()];
  const { user } = open({ AuthorizePage: () => answers.shift() as ReturnType<Answers[string]> });
  await user.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(await consent()).toBeTruthy();
});

test('an App installed in none of one’s organizations reads only what is public, and that is said; it need not be an organization’s', async () => {
  open({ AuthorizePage: () => aRequest({ organizations: [] }, { organization: null, description: null }) });
  await consent();
  const page = screen.getByRole('main').textContent;
  expect(page).toContain('It is installed in none of your organizations: it reads only what is public');
  expect(page).toContain('Deploy bot asks to act for you, mona.');
  expect(screen.queryByRole('list', { name: 'Where it could do it' })).toBeNull();
});

test('why the App was not authorized stands above the buttons, which stay', async () => {
  const answers = [refusal('FORBIDDEN', 'Confirm your password first.', undefined), authorized];
  const { user } = open({ AuthorizePage: () => aRequest(), AuthorizeApplication: () => answers.shift()! });
  await consent();
  await user.click(screen.getByRole('button', { name: 'Authorize' }));
  expect((await screen.findByText('Confirm your password first.')).closest('[role="alert"]')).toBe(
    document.activeElement,
  );
  expect(replace).not.toHaveBeenCalled();
  await user.click(screen.getByRole('button', { name: 'Authorize' }));
  await waitFor(() => expect(replace.mock.calls).toEqual([[DONE]]));
});

test.each(['javascript:alert(1)', 'data:text/html,x', '/settings', 'myapp://callback', ''])(
  'AP-7: the browser is never sent to %j',
  (address) => {
    expect(() => leaveFor(address)).toThrow('no address of a web page');
    expect(replace).not.toHaveBeenCalled();
  },
);

test.each([
  ['https://app.example/callback?x=1', 'app.example'],
  ['https://app.example:8443/', 'app.example:8443'],
  // By the name that the network uses: letters of other alphabets cannot pass for these.
  ['https://аpp.example/', 'xn--pp-6kc.example'],
  ['https://localhost.example/', 'localhost.example'],
  ['http://127.0.0.1:4567/callback', '127.0.0.1:4567, a program on this computer'],
  ['http://[::1]/', '[::1], a program on this computer'],
  ['http://localhost:1/', 'localhost:1, a program on this computer'],
])('the place of %s is called %j', (redirectUri, place) => {
  expect(describePlace(redirectUri)).toBe(place);
});
