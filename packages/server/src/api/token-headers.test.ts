import { afterAll, beforeAll, expect, test } from 'vitest';
import type { User } from '../features/users/user.entity.ts';
import { anAppOn } from '../testing/an-app.ts';
import { anAppUserToken } from '../testing/app-user.ts';
import { TestApp } from '../testing/test-app.ts';

let app: TestApp;
let person: User;
beforeAll(async () => {
  app = await TestApp.open();
  person = await app.aPerson();
});
afterAll(() => app.close());

const ask = async (secret: string | null, path: string) => {
  const { status, headers } = await fetch(app.address + path, {
    headers: { 'apollo-require-preflight': '1', ...(await app.headersOf(secret)) },
  });
  return {
    status,
    scopes: headers.get('x-oauth-scopes'),
    accepted: headers.get('x-accepted-oauth-scopes'),
    expiration: headers.get('github-authentication-token-expiration'),
  };
};
const GRAPHQL = '/api/graphql?query=%7Bviewer%7Blogin%7D%7D';
const written = (moment: Date) => `${moment.toISOString().slice(0, 19).replace('T', ' ')} UTC`;

test('TK-14: a classic token is told its scopes, what is accepted and its end, in refusals too', async () => {
  const { secret, token } = await app.aClassicToken(person, { scopes: ['read:org', 'public_repo'] });
  const told = { scopes: 'public_repo, read:org', expiration: written(token.expiresAt!) };
  const repository = await app.aRepository(person, person.login, 'PRIVATE');

  expect(await ask(secret, '/api/v3/user')).toEqual({ status: 200, accepted: '', ...told });
  expect(await ask(secret, '/api/v3/repos/nobody/nothing')).toEqual({ status: 404, accepted: 'repo', ...told });
  expect(await ask(secret, `/api/v3/repos/${person.login}/${repository.name}`)).toEqual({
    status: 403,
    accepted: 'repo',
    ...told,
  });
});

test('TK-14: one without scopes is told so by an empty header, one without end by none', async () => {
  const { secret } = await app.aClassicToken(person, { scopes: [], expiresInDays: null, neverExpires: true });
  expect(await ask(secret, '/api/v3/user')).toEqual({ status: 200, accepted: '', scopes: '', expiration: null });
});

test('TK-14: a fine-grained token hears of no scopes, nor does nobody', async () => {
  const { secret, token } = await app.aToken(person, person.login);
  const none = { scopes: null, accepted: null };
  expect(await ask(secret, '/api/v3/user')).toEqual({ status: 200, expiration: written(token.expiresAt!), ...none });
  expect(await ask(null, '/api/v3/user')).toEqual({ status: 401, expiration: null, ...none });
  expect(await ask(secret, GRAPHQL)).toMatchObject({ status: 200, ...none });
});

test('TK-14: Git tells the same, in refusals too', async () => {
  const { secret, token } = await app.aClassicToken(person, { scopes: ['user'] });
  const repository = await app.aRepository(person, person.login, 'PRIVATE');
  const path = `/git/${person.login}/${repository.name}.git/info/refs?service=git-upload-pack`;
  expect(await ask(secret, path)).toMatchObject({ status: 403, scopes: 'user', expiration: written(token.expiresAt!) });
});

test('TK-14: the token of an App that acts for a person has no scopes and says so, and when it ends', async () => {
  const organization = await app.anOrganization(person);
  const { app: bot } = await anAppOn(app, organization);
  const { secret, token } = await anAppUserToken(app, person.id, bot.id);
  const told = { scopes: '', expiration: written(token.expiresAt!) };
  expect(await ask(secret, '/api/v3/user')).toEqual({ status: 200, accepted: '', ...told });
  expect(await ask(secret, '/api/v3/user/orgs')).toEqual({ status: 200, accepted: 'read:org, user', ...told });
  expect(await ask(secret, '/api/v3/repos/nobody/nothing')).toEqual({ status: 404, accepted: 'repo', ...told });
  expect(await ask(secret, GRAPHQL)).toEqual({ status: 200, accepted: null, ...told });
  const path = `/git/${organization.login}/nothing.git/info/refs?service=git-upload-pack`;
  expect(await ask(secret, path)).toEqual({ status: 404, accepted: null, ...told });

  const endless = await anAppUserToken(app, person.id, bot.id, { expiresAt: null });
  expect(await ask(endless.secret, '/api/v3/user')).toEqual({
    status: 200,
    accepted: '',
    scopes: '',
    expiration: null,
  });
});

test('TK-14: GraphQL tells the same', async () => {
  const { secret, token } = await app.aClassicToken(person, { scopes: ['user', 'repo'] });
  expect(await ask(secret, GRAPHQL)).toMatchObject({
    status: 200,
    scopes: 'repo, user',
    expiration: written(token.expiresAt!),
  });
});
