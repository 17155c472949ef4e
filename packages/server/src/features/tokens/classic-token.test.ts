import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../api/graphql/global-id.ts';
import { type Asker, TestApp } from '../../testing/test-app.ts';
import { removeOrganizationMember } from '../organizations/remove-organization-member.ts';
import { setRepositoryAccess } from '../repositories/update-repository.ts';
import type { User } from '../users/user.entity.ts';

const FIELDS = `__typename id databaseId kind name status ... on ClassicToken { scopes blockedIn { organization { login } code message } }
  ... on FineGrainedToken { repositorySelection }`;
const LIST = `query ($kind: TokenKind, $first: Int) { viewer { personalAccessTokens(kind: $kind, first: $first) { totalCount nodes { ${FIELDS} } } } }`;
const ONE = `query ($id: Int!) { viewer { personalAccessToken(databaseId: $id) { ${FIELDS} } } }`;
const NODE = `query ($id: ID!) { node(id: $id) { ... on PersonalAccessToken { ${FIELDS} } } }`;

let app: TestApp;
let member: User;
let owner: User;
beforeAll(async () => {
  app = await TestApp.open();
  [owner, member] = [await app.aPerson(), await app.aPerson()];
});
afterAll(() => app.close());

const one = async (asker: Asker, id: number) => {
  const { data, errors } = await app.as(asker, ONE, { id });
  expect(errors).toBeUndefined();
  return data.viewer.personalAccessToken;
};
const anOrganizationOfBoth = async () => {
  const organization = await app.anOrganization(owner);
  await app.join(owner, organization, member.login);
  return organization;
};

test('tokens of both kinds stand in one list, or one kind alone; other credentials of the person in none', async () => {
  const person = await app.aPerson();
  const classic = await app.aClassicToken(person, { scopes: ['gist'] });
  const fineGrained = await app.aToken(person, person.login);
  await app.database.query(
    `INSERT INTO tokens (kind, user_id, name, secret_hash, last_eight, created_at, issued_at)
     VALUES ('OAUTH', $1, 'of an application', decode(md5(gen_random_uuid()::text), 'hex'), '12345678', now(), now())`,
    [person.id],
  );
  const names = async (kind: string | null) => {
    const { data, errors } = await app.as(person, LIST, { kind, first: 9 });
    expect(errors).toBeUndefined();
    return data.viewer.personalAccessTokens.nodes.map(
      ({ __typename, name }: { __typename: string; name: string }) => `${__typename} ${name}`,
    );
  };
  const [ofClassic, ofFineGrained] = [
    `ClassicToken ${classic.token.name}`,
    `FineGrainedToken ${fineGrained.token.name}`,
  ];
  expect(await names(null)).toEqual([ofFineGrained, ofClassic]);
  expect(await names('CLASSIC')).toEqual([ofClassic]);
  expect(await names('FINE_GRAINED')).toEqual([ofFineGrained]);
  expect(await names('OAUTH')).toEqual([]);
});

test('a token is found by its database id and by its id, of its own kind, by its own person in a session', async () => {
  const { token, secret } = await app.aClassicToken(member, { scopes: ['user', 'repo'] });
  const shown = {
    __typename: 'ClassicToken',
    id: globalId('ClassicToken', token.id),
    databaseId: token.id,
    kind: 'CLASSIC',
    name: token.name,
    status: 'ACTIVE',
    scopes: ['repo', 'user'],
    blockedIn: [],
  };
  expect(await one(member, token.id)).toEqual(shown);
  expect((await app.as(member, NODE, { id: shown.id })).data.node).toEqual(shown);

  for (const [asker, id] of [
    [member, globalId('FineGrainedToken', token.id)],
    [owner, shown.id],
    [secret, shown.id],
    [null, shown.id],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop
    const { data, errors } = await app.as(asker, NODE, { id });
    expect([data, errors![0]!.extensions['code']]).toEqual([{ node: null }, 'NOT_FOUND']);
  }
  expect((await app.as(owner, ONE, { id: token.id })).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
});

test('PO-4, PO-5: blockedIn names each organization that refuses the token now, and why, and no longer when it does not', async () => {
  const [restricting, limiting, open] = [
    await anOrganizationOfBoth(),
    await anOrganizationOfBoth(),
    await anOrganizationOfBoth(),
  ];
  await app.setPolicy(restricting, { classicAccess: 'RESTRICTED' });
  await app.setPolicy(limiting, { classicMaxDays: 29 });
  await app.setPolicy(open, { classicMaxDays: 30, fineGrainedAccess: 'RESTRICTED' });
  const { token } = await app.aClassicToken(member, { expiresInDays: 30 });

  expect((await one(member, token.id)).blockedIn).toEqual(
    [
      {
        organization: { login: restricting.login },
        code: 'POLICY',
        message: `${restricting.login} does not allow personal access tokens (classic). Use a fine-grained personal access token or an App instead.`,
      },
      {
        organization: { login: limiting.login },
        code: 'LIFETIME',
        message: `${limiting.login} does not allow personal access tokens (classic) that live longer than 29 days. Regenerate it with a shorter lifetime.`,
      },
    ].toSorted((a, b) => (a.organization.login < b.organization.login ? -1 : 1)),
  );

  await app.setPolicy(limiting, { classicMaxDays: 30 });
  await removeOrganizationMember(await app.sessionOf(owner), {
    organization: restricting.login,
    login: member.login,
  });
  expect((await one(member, token.id)).blockedIn).toEqual([]);
});

test('blockedIn tells nothing of dead tokens, nor of organizations that one is no member of', async () => {
  const organization = await anOrganizationOfBoth();
  await app.setPolicy(organization, { classicAccess: 'RESTRICTED' });
  const { token } = await app.aClassicToken(member);
  expect((await one(member, token.id)).blockedIn).toHaveLength(1);
  await app.database.query('UPDATE tokens SET revoked_at = now() WHERE id = $1', [token.id]);
  expect(await one(member, token.id)).toMatchObject({ status: 'REVOKED', blockedIn: [] });

  const guest = await app.aPerson();
  const { name } = await app.aRepository(owner, organization.login, 'PRIVATE');
  const access = { owner: organization.login, name, login: guest.login, access: 'READ' } as const;
  await setRepositoryAccess(await app.sessionOf(owner), access);
  expect((await one(guest, (await app.aClassicToken(guest)).token.id)).blockedIn).toEqual([]);
});

test('the list costs the same number of statements for one token as for ten, with the organizations that refuse them', async () => {
  const person = await app.aPerson();
  await app.headersOf(person);
  for (const make of [1, 2]) {
    // oxlint-disable no-await-in-loop
    const organization = await app.anOrganization(person);
    await app.setPolicy(organization, { classicMaxDays: make });
    // oxlint-enable no-await-in-loop
  }
  const cost = async () => {
    const counted = await app.countStatements();
    const { data, errors } = await app.as(person, LIST, { kind: 'CLASSIC', first: 50 });
    counted.stop();
    expect(errors).toBeUndefined();
    return [data.viewer.personalAccessTokens.nodes, counted.statements.length] as const;
  };
  await app.aClassicToken(person);
  const [, forOne] = await cost();
  for (let made = 1; made < 10; made += 1)
    // oxlint-disable-next-line no-await-in-loop
    await app.aClassicToken(person);
  const [tokens, forTen] = await cost();
  expect(tokens.map(({ blockedIn }: { blockedIn: unknown[] }) => blockedIn.length)).toEqual(
    Array.from({ length: 10 }, () => 2),
  );
  expect(forTen).toBe(forOne);
});
