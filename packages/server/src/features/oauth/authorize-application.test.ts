import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hashOf } from '../../access/secrets.ts';
import { globalId } from '../../api/graphql/global-id.ts';
import { dumpOf } from '../../testing/database-dump.ts';
import { CALLBACK, CHALLENGE, OAuthClient } from '../../testing/oauth-client.ts';
import { type Answer, TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';

const REVOKE = `mutation ($input: RevokeApplicationAuthorizationInput!) {
  revokeApplicationAuthorization(input: $input) { clientMutationId } }`;
const MINUTE = 60_000;
const begin = new Date('2027-01-01T00:00:00.000Z');
let server: TestApp;
let owner: User;
let member: User;
let acme: Organization;
let client: OAuthClient;
beforeAll(async () => {
  server = await TestApp.open();
  server.now = begin;
  ({ owner, organization: acme } = await server.aTeam());
  client = await OAuthClient.of(server, owner, acme);
});
beforeEach(async () => {
  server.now = begin;
  member = await server.aPerson();
  await server.join(owner, acme, member.login);
});
afterAll(() => server.close());

const later = (time: number) => {
  server.now = new Date(begin.getTime() + time);
};
const codesOf = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions['code']);
const fieldsOf = ({ errors }: Answer) => errors?.map(({ extensions }) => Object.keys(extensions['fields']));
const urlIn = ({ data }: Answer) => new URL(data.authorizeApplication.redirectUrl);
const logOf = ({ id }: User) =>
  server.database.query(
    `SELECT action, actor_login AS actor, credential_kind AS kind, subject_type AS type, subject
       FROM audit_entries WHERE user_id = $1 AND action ~ '^oauth_' ORDER BY id`,
    [id],
  );
const agreedOf = ({ id }: User) =>
  server.database.query('SELECT id FROM application_authorizations WHERE user_id = $1', [id]);

test('AP-7: the person sees who asks and where they go; agrees; the browser goes back with a code, of which there is only the hash', async () => {
  const { data } = await client.request(member, { state: 'x' });
  expect(data.applicationAuthorizationRequest).toEqual({
    app: { slug: client.app.slug },
    organizations: [],
    redirectUri: CALLBACK,
    cancelUrl: `${CALLBACK}?error=access_denied&error_description=The%20person%20did%20not%20let%20the%20App%20act%20for%20them.&state=x`,
    refusalUrl: null,
    viewerMustAgree: true,
  });
  expect(await agreedOf(member)).toEqual([]);

  const answer = await client.authorize(member, { state: 'x' });
  expect(answer.errors).toBeUndefined();
  const url = urlIn(answer);
  expect(url.origin + url.pathname).toBe(CALLBACK);
  expect([...url.searchParams.keys()]).toEqual(['code', 'state']);
  const code = url.searchParams.get('code')!;
  expect(code).toMatch(/^[0-9A-Za-z]{40}$/);
  const kept = await server.database.query(
    `SELECT expires_at - created_at = interval '10 minutes' AS "tenMinutes", redirect_uri AS uri, code_challenge AS challenge
       FROM application_authorization_codes WHERE code_hash = $1`,
    [hashOf(code)],
  );
  expect(kept).toEqual([{ tenMinutes: true, uri: CALLBACK, challenge: null }]);
  expect(await dumpOf(server.database)).not.toContain(code);
  const { slug } = client.app;
  expect(await logOf(member)).toEqual([
    { action: 'oauth_authorization.create', actor: member.login, kind: 'SESSION', type: 'app', subject: slug },
  ]);
});

test('the organizations that the person is told of are their own where the App is installed and not suspended', async () => {
  const other = await server.anOrganization(owner);
  const suspended = await server.anOrganization(member);
  const mine = await server.anOrganization(member);
  await server.database.query(
    `INSERT INTO app_installations (app_id, organization_id, repository_selection, created_at, suspended_at)
     SELECT $1, id, 'ALL', now(), CASE WHEN id = $3 THEN now() END FROM unnest($2::bigint[]) id`,
    [client.app.id, [acme.id, other.id, suspended.id, mine.id], suspended.id],
  );
  const { data } = await client.request(member);
  const logins = data.applicationAuthorizationRequest.organizations.map(({ login }: Organization) => login);
  expect(new Set(logins)).toEqual(new Set([acme.login, mine.login]));
});

test('AP-7: whoever agreed before is sent on without being asked, with a session and no more', async () => {
  await client.authorize(member);
  later(3 * 60 * MINUTE);
  expect((await client.request(member)).data.applicationAuthorizationRequest.viewerMustAgree).toBe(false);
  expect((await client.authorize(member, { viewerAgrees: false })).errors).toBeUndefined();
  expect(await logOf(member)).toHaveLength(1);
});

test('AP-7: nobody agrees without having been asked: not the first time, and not where it was revoked since the page looked', async () => {
  const goOn = () => client.authorize(member, { viewerAgrees: null });
  expect(codesOf(await goOn())).toEqual(['CONFLICT']);
  await client.authorize(member);
  expect((await client.request(member)).data.applicationAuthorizationRequest.viewerMustAgree).toBe(false);
  const [{ id }] = await agreedOf(member);
  const input = { applicationAuthorizationId: globalId('ApplicationAuthorization', id) };
  await server.as(member, REVOKE, { input });
  expect(codesOf(await goOn())).toEqual(['CONFLICT']);
  expect(await agreedOf(member)).toEqual([]);
});

test('SN-3: to agree for the first time takes a password that was given lately', async () => {
  await client.request(member);
  later(2 * 60 * MINUTE + 1);
  expect((await client.authorize(member)).errors).toMatchObject([
    { extensions: { code: 'FORBIDDEN', reauthenticate: true } },
  ]);
  expect(await agreedOf(member)).toEqual([]);
});

test('EX-7: after ten times in an hour the person is asked again, with a fresh password, and nothing is revoked', async () => {
  const secrets: string[] = [];
  // oxlint-disable-next-line no-await-in-loop -- one after the other, as a person would
  for (let time = 0; time < 10; time++) secrets.push((await client.aTokenFor(member)).secret);
  const mustAgree = async () => (await client.request(member)).data.applicationAuthorizationRequest.viewerMustAgree;
  expect(await mustAgree()).toBe(true);
  await server.database.query(`UPDATE sessions SET password_given_at = $2 WHERE user_id = $1`, [
    member.id,
    new Date(begin.getTime() - 3 * 60 * MINUTE),
  ]);
  expect(codesOf(await client.authorize(member, { viewerAgrees: false }))).toEqual(['CONFLICT']);
  expect((await client.authorize(member)).errors).toMatchObject([{ extensions: { reauthenticate: true } }]);
  const live = await server.database.query(
    `SELECT count(*)::int AS count FROM tokens WHERE user_id = $1 AND kind = 'APP_USER' AND revoked_at IS NULL`,
    [member.id],
  );
  expect(live).toEqual([{ count: 10 }]);
  later(60 * MINUTE);
  expect(await mustAgree()).toBe(false);
  expect((await client.authorize(member)).errors).toBeUndefined();
});

test('AP-5: nobody, no token and no App agrees for a person, nor learns what was asked', async () => {
  const { secret } = await server.aClassicToken(member, { scopes: ['repo', 'user'] });
  const { secret: ofApp } = await client.aTokenFor(member);
  for (const asker of [secret, ofApp]) {
    // oxlint-disable no-await-in-loop
    expect(codesOf(await client.request(asker))).toEqual(['FORBIDDEN']);
    expect(codesOf(await client.authorize(asker))).toEqual(['FORBIDDEN']);
    // oxlint-enable no-await-in-loop
  }
  expect(codesOf(await client.request(null))).toEqual(['UNAUTHENTICATED']);
  expect(codesOf(await client.authorize(null))).toEqual(['UNAUTHENTICATED']);
});

test('a stranger knows no App that is not public; an unknown client id is none', async () => {
  const stranger = await server.aPerson();
  expect(codesOf(await client.request(stranger))).toEqual(['NOT_FOUND']);
  expect(codesOf(await client.authorize(stranger))).toEqual(['NOT_FOUND']);
  const open = await OAuthClient.of(server, owner, acme, { isPublic: true });
  expect((await open.authorize(stranger)).errors).toBeUndefined();
  for (const clientId of ['', 'Cs0', "' OR 1=1", 'x'.repeat(10_000)])
    // oxlint-disable-next-line no-await-in-loop
    expect(codesOf(await client.request(member, { clientId }))).toEqual(['NOT_FOUND']);
});

test('AP-7: a redirect URI that is none of the App’s own is never gone to', async () => {
  const desktop = await OAuthClient.of(server, owner, acme, { redirectUris: [CALLBACK, 'http://127.0.0.1/callback'] });
  for (const redirectUri of [null, 'https://evil.example/', `${CALLBACK}/`, `${CALLBACK}#x`, 'javascript:alert(1)']) {
    // oxlint-disable no-await-in-loop
    const wish = { redirectUri, responseType: 'token' };
    for (const answer of [await desktop.request(member, wish), await desktop.authorize(member, wish)]) {
      expect([codesOf(answer), fieldsOf(answer)]).toEqual([['INVALID'], [['redirectUri']]]);
      expect(JSON.stringify(answer.data ?? null)).not.toContain('http');
    }
    // oxlint-enable no-await-in-loop
  }
  const none = await OAuthClient.of(server, owner, acme, { redirectUris: [] });
  expect(codesOf(await none.authorize(member))).toEqual(['INVALID']);
  const wish = { redirectUri: 'http://127.0.0.1:51234/callback' };
  expect(urlIn(await desktop.authorize(member, wish)).host).toBe('127.0.0.1:51234');
});

test.each([
  ['token', {}, 'unsupported_response_type'],
  ['code token', CHALLENGE, 'unsupported_response_type'],
  ['', {}, 'unsupported_response_type'],
  ['code', { ...CHALLENGE, codeChallengeMethod: 'plain' }, 'invalid_request'],
  ['code', { codeChallenge: CHALLENGE.codeChallenge }, 'invalid_request'],
  ['code', { codeChallengeMethod: 'S256' }, 'invalid_request'],
  ['code', { ...CHALLENGE, codeChallenge: 'short' }, 'invalid_request'],
  ['code', { ...CHALLENGE, codeChallenge: '' }, 'invalid_request'],
])('RFC 6749, 4.1.2.1: response type %j with %j goes back with %s', async (responseType, wish, error) => {
  const { data } = await client.request(member, { responseType, ...wish, state: 'a b' });
  const url = new URL(data.applicationAuthorizationRequest.refusalUrl);
  expect(url.origin + url.pathname).toBe(CALLBACK);
  expect([url.searchParams.get('error'), url.searchParams.get('state')]).toEqual([error, 'a b']);
  expect(codesOf(await client.authorize(member, { responseType, ...wish }))).toEqual(['INVALID']);
  expect(await agreedOf(member)).toEqual([]);
});

test('AP-7: a public client must send a challenge', async () => {
  const open = await OAuthClient.of(server, owner, acme, { isPublicClient: true });
  const { data } = await open.request(member);
  expect(data.applicationAuthorizationRequest.refusalUrl).toContain('error=invalid_request');
  expect(fieldsOf(await open.authorize(member))).toEqual([['codeChallenge']]);
  expect((await open.request(member, CHALLENGE)).data.applicationAuthorizationRequest.refusalUrl).toBeNull();
  expect((await open.authorize(member, CHALLENGE)).errors).toBeUndefined();
});

test.each(['a b&c=d#e%20+/?"<>', '한국어 😀', '=&=', '', 'x'.repeat(5_000)])(
  'AP-7: the state %.20j comes back as it is, beside a query that is there already',
  async (state) => {
    const redirectUris = ['https://client.example/callback?tenant=1'];
    const withQuery = await OAuthClient.of(server, owner, acme, { redirectUris });
    const { data } = await withQuery.request(member, { state });
    for (const url of [
      urlIn(await withQuery.authorize(member, { state })),
      new URL(data.applicationAuthorizationRequest.cancelUrl),
    ]) {
      expect([url.searchParams.get('state'), url.searchParams.get('tenant'), url.hash]).toEqual([state, '1', '']);
      expect(decodeURIComponent(/state=([^&]*)/.exec(url.search)![1]!)).toBe(state);
    }
  },
);

test('in two windows at once the person agrees once', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => client.authorize(member)));
  expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
  expect(await agreedOf(member)).toHaveLength(1);
  expect(await logOf(member)).toHaveLength(1);
});
