import { afterAll, beforeAll, expect, test } from 'vitest';
import { OAuthClient } from '../../testing/oauth-client.ts';
import { type Answer, TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';

const OWN = `query ($first: Int) { viewer { applicationAuthorizations(first: $first) { totalCount nodes {
  id databaseId createdAt lastUsedAt app { slug } } } } }`;
const OF = 'query ($login: String!) { user(login: $login) { applicationAuthorizations(first: 1) { totalCount } } }';
const NODE = 'query ($id: ID!) { node(id: $id) { ... on ApplicationAuthorization { app { slug } } } }';
const REVOKE = `mutation ($input: RevokeApplicationAuthorizationInput!) {
  revokeApplicationAuthorization(input: $input) { clientMutationId revokedApplicationAuthorizationId } }`;

let server: TestApp;
let owner: User;
let member: User;
let acme: Organization;
beforeAll(async () => {
  server = await TestApp.open();
  ({ owner, member, organization: acme } = await server.aTeam());
});
afterAll(() => server.close());

const codesOf = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions['code']);
const own = async (person: User) => (await server.as(person, OWN, { first: 10 })).data.viewer.applicationAuthorizations;
const revoke = (asker: User | string | null, id: string) =>
  server.as(asker, REVOKE, { input: { applicationAuthorizationId: id, clientMutationId: 'one' } });
/** At all doors. */
const statusesOf = (secret: string) =>
  Promise.all(
    [
      fetch(`${server.address}/api/v3/user`, { headers: { authorization: `token ${secret}` } }),
      fetch(`${server.address}/api/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: '{"query":"{ viewer { login } }"}',
      }),
      fetch(`${server.address}/git/a/b.git/info/refs?service=git-upload-pack`, {
        headers: { authorization: `Basic ${Buffer.from(`x:${secret}`).toString('base64')}` },
      }),
    ].map(async (answer) => (await answer).status === 401),
  );

test('EX-6, EX-10: a person sees what they let Apps do, and takes it back: every token of that App is dead at once, at all doors', async () => {
  const [client, other] = [await OAuthClient.of(server, owner, acme), await OAuthClient.of(server, owner, acme)];
  const tokens = [await client.aTokenFor(member), await client.aTokenFor(member)];
  const kept = await other.aTokenFor(member);
  const pending = await client.aCode(member);
  expect(await statusesOf(tokens[0]!.secret)).toEqual([false, false, false]);
  await server.lastUses.write();
  const { totalCount, nodes } = await own(member);
  expect(totalCount).toBe(2);
  expect(nodes).toEqual([
    expect.objectContaining({ app: { slug: other.app.slug }, lastUsedAt: null }),
    expect.objectContaining({ app: { slug: client.app.slug }, lastUsedAt: expect.any(String) }),
  ]);
  expect((await server.as(member, NODE, { id: nodes[1].id })).data.node).toEqual({ app: { slug: client.app.slug } });

  const { data, errors } = await revoke(member, nodes[1].id);
  expect(errors).toBeUndefined();
  expect(data.revokeApplicationAuthorization).toEqual({
    clientMutationId: 'one',
    revokedApplicationAuthorizationId: nodes[1].id,
  });
  for (const { secret, refresh } of tokens) {
    // oxlint-disable no-await-in-loop
    expect(await statusesOf(secret)).toEqual([true, true, true]);
    expect((await client.refresh(refresh)).body.error).toBe('invalid_grant');
    // oxlint-enable no-await-in-loop
  }
  expect((await client.redeem(pending)).body.error).toBe('invalid_grant');
  expect(await statusesOf(kept.secret)).toEqual([false, false, false]);
  expect((await own(member)).nodes).toEqual([expect.objectContaining({ app: { slug: other.app.slug } })]);
  const log: { action: string; explanation: string }[] = await server.database.query(
    `SELECT action, actor_login AS actor, details->>'explanation' AS explanation, details->>'kind' AS kind FROM audit_entries
      WHERE user_id = $1 AND subject = $2 AND action ~ 'revoke|destroy' ORDER BY id`,
    [member.id, client.app.slug],
  );
  const ended = { action: 'oauth_access.revoke', actor: member.login, explanation: 'revoked by its user' };
  expect(log).toEqual([
    ...[null, 'APP_REFRESH', null, 'APP_REFRESH'].map((kind) => ({ ...ended, kind })),
    { ...ended, action: 'oauth_authorization.destroy', kind: null },
  ]);
  expect((await client.request(member)).data.applicationAuthorizationRequest.viewerMustAgree).toBe(true);
});

test('AP-5: another’s is not found, shown or revoked; a token does neither', async () => {
  const client = await OAuthClient.of(server, owner, acme);
  const { secret } = await client.aTokenFor(member);
  const { id } = (await own(member)).nodes[0];
  for (const asker of [owner, await server.aPerson()]) {
    // oxlint-disable no-await-in-loop
    expect(codesOf(await revoke(asker, id))).toEqual(['NOT_FOUND']);
    expect(codesOf(await server.as(asker, NODE, { id }))).toEqual(['NOT_FOUND']);
    expect(codesOf(await server.as(asker, OF, { login: member.login }))).toEqual(['FORBIDDEN']);
    // oxlint-enable no-await-in-loop
  }
  expect(codesOf(await revoke(secret, id))).toEqual(['FORBIDDEN']);
  expect(codesOf(await server.as(secret, NODE, { id }))).toEqual(['NOT_FOUND']);
  expect(codesOf(await revoke(null, id))).toEqual(['UNAUTHENTICATED']);
  expect(codesOf(await revoke(member, 'nonsense'))).toEqual(['NOT_FOUND']);
  expect(await statusesOf(secret)).toEqual([false, false, false]);
});

test('of two at once one revokes, and what is being exchanged meanwhile does not live on', async () => {
  const client = await OAuthClient.of(server, owner, acme);
  const { refresh } = await client.aTokenFor(member);
  const code = await client.aCode(member);
  const { id } = (await own(member)).nodes[0];
  const [renewed, redeemed, ...answers] = await Promise.all([
    client.refresh(refresh),
    client.redeem(code),
    revoke(member, id),
    revoke(member, id),
  ]);
  expect(answers.flatMap((answer) => codesOf(answer) ?? [])).toEqual(['NOT_FOUND']);
  const won = [renewed, redeemed].filter(({ status }) => status === 200);
  const dead = await Promise.all(won.map(({ body }) => statusesOf(body.access_token)));
  expect(dead).toEqual(won.map(() => [true, true, true]));
  const live = await server.database.query('SELECT id FROM tokens WHERE app_id = $1 AND revoked_at IS NULL', [
    client.app.id,
  ]);
  expect(live).toEqual([]);
});

test('a list of many costs the same statements', async () => {
  const statementsFor = async (count: number) => {
    const person = await server.aPerson();
    await server.join(owner, acme, person.login);
    for (let made = 0; made < count; made++) {
      // oxlint-disable-next-line no-await-in-loop
      await (await OAuthClient.of(server, owner, acme)).authorize(person);
    }
    const counted = await server.countStatements();
    expect((await own(person)).nodes).toHaveLength(count);
    counted.stop();
    return counted.statements.length;
  };
  expect(await statementsFor(6)).toBe(await statementsFor(1));
});
