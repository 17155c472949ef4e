import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../api/graphql/global-id.ts';
import { type Asker, TestApp } from '../../testing/test-app.ts';
import type { User } from '../users/user.entity.ts';

const UPDATE = `mutation ($input: UpdateClassicTokenInput!) { updateClassicToken(input: $input) {
  clientMutationId token { id name description scopes lastEight expiresAt } } }`;

let app: TestApp;
let person: User;
beforeAll(async () => {
  app = await TestApp.open();
  person = await app.aPerson();
  await app.headersOf(person);
});
afterAll(() => app.close());

const update = (asker: Asker, tokenId: string | number, change: object) =>
  app.as(asker, UPDATE, { input: { tokenId: String(tokenId), ...change } });
const updatesOf = (id: number): Promise<{ subject: string; details: object }[]> =>
  app.database.query(
    `SELECT subject, details FROM audit_entries WHERE action = 'oauth_access.update' AND subject_id = $1 ORDER BY id`,
    [id],
  );

test('TK-7: name, description and scopes change, implied scopes are dropped, and the log has old and new values', async () => {
  const { token, secret } = await app.aClassicToken(person, { scopes: ['repo'], description: 'old' });
  const id = globalId('ClassicToken', token.id);

  const { data, errors } = await update(person, id, {
    clientMutationId: 'mine',
    name: ' renamed ',
    description: 'new',
    scopes: ['user:email', 'user', 'public_repo'],
  });

  expect(errors).toBeUndefined();
  expect(data.updateClassicToken).toEqual({
    clientMutationId: 'mine',
    token: {
      id,
      name: 'renamed',
      description: 'new',
      scopes: ['public_repo', 'user'],
      lastEight: token.lastEight,
      expiresAt: token.expiresAt!.toISOString(),
    },
  });
  expect(await updatesOf(token.id)).toEqual([
    {
      subject: 'renamed',
      details: {
        name: { from: token.name, to: 'renamed' },
        description: { from: 'old', to: 'new' },
        scopes: { from: ['repo'], to: ['public_repo', 'user'] },
      },
    },
  ]);
  const answer = await fetch(`${app.address}/api/v3/user`, { headers: await app.headersOf(secret) });
  expect(answer.headers.get('x-oauth-scopes')).toBe('public_repo, user');
});

test('what is absent stays; nothing changed leaves no entry', async () => {
  const { token } = await app.aClassicToken(person, { scopes: ['repo', 'read:org'], description: 'kept' });
  const same = await update(person, token.id, { name: token.name, scopes: ['read:org', 'repo', 'repo:status'] });
  const nothing = await update(person, token.id, { name: null, description: null, scopes: null });
  for (const { data, errors } of [same, nothing]) {
    expect(errors).toBeUndefined();
    expect(data.updateClassicToken.token).toMatchObject({
      name: token.name,
      description: 'kept',
      scopes: ['repo', 'read:org'],
    });
  }
  expect(await updatesOf(token.id)).toEqual([]);

  const emptied = await update(person, token.id, { description: '', scopes: [] });
  expect(emptied.data.updateClassicToken.token).toMatchObject({ description: '', scopes: [] });
});

test('a narrowed token does less on its next use, a widened one more', async () => {
  const repository = await app.aRepository(person, person.login, 'PRIVATE');
  const { token, secret } = await app.aClassicToken(person, { scopes: ['repo'] });
  const status = async () =>
    (
      await fetch(`${app.address}/api/v3/repos/${person.login}/${repository.name}`, {
        headers: await app.headersOf(secret),
      })
    ).status;
  expect(await status()).toBe(200);
  await update(person, token.id, { scopes: ['public_repo'] });
  expect(await status()).toBe(403);
  await update(person, token.id, { scopes: ['repo'] });
  expect(await status()).toBe(200);
});

test("another's, unknown, strange and fine-grained ids are the same NOT_FOUND", async () => {
  const { token } = await app.aClassicToken(await app.aPerson());
  const fineGrained = await app.aToken(person, person.login);
  const deleted = await app.aClassicToken(person);
  await app.database.query('UPDATE tokens SET deleted_at = now() WHERE id = $1', [deleted.token.id]);
  const ids = [
    token.id,
    globalId('ClassicToken', token.id),
    999_999_999,
    'nonsense',
    fineGrained.token.id,
    globalId('FineGrainedToken', fineGrained.token.id),
    globalId('ClassicToken', fineGrained.token.id),
    deleted.token.id,
  ];
  const answers = await Promise.all(ids.map((id) => update(person, id, { name: app.aName('stolen') })));
  for (const { errors } of answers)
    expect(errors).toMatchObject([{ message: 'The token could not be found.', extensions: { code: 'NOT_FOUND' } }]);
});

test.each([
  ['an empty name', { name: ' ' }, 'name'],
  ['a long description', { description: 'd'.repeat(1025) }, 'description'],
  ['an unknown scope', { scopes: ['everything'] }, 'scopes'],
])('%s is INVALID and changes nothing', async (_, change, field) => {
  const { token } = await app.aClassicToken(person);
  const { errors } = await update(person, token.id, { description: 'changed', ...change });
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { [field]: expect.any(String) } } }]);
  const [row] = await app.database.query('SELECT name, description, scopes FROM tokens WHERE id = $1', [token.id]);
  expect(row).toEqual({ name: token.name, description: '', scopes: ['repo'] });
});

test('TK-4: a name that another token has is taken; of two that want one at once one gets it', async () => {
  const [first, second] = [await app.aClassicToken(person), await app.aClassicToken(person)];
  const { token } = await app.aToken(person, person.login);
  const taken = await update(person, first.token.id, { name: token.name });
  expect(taken.errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { name: expect.any(String) } } }]);

  const name = app.aName('wanted');
  const answers = await Promise.all([first, second].map((made) => update(person, made.token.id, { name })));
  expect(answers.flatMap(({ errors }) => errors ?? [])).toMatchObject([{ extensions: { code: 'INVALID' } }]);
});

test('EX-1: what is dead is not changed: CONFLICT', async () => {
  const expired = await app.aClassicToken(person, { expiresInDays: 1 });
  const revoked = await app.aClassicToken(person);
  await app.database.query('UPDATE tokens SET revoked_at = now() WHERE id = $1', [revoked.token.id]);
  await app.database.query(
    `UPDATE tokens SET issued_at = now() - interval '2 days', expires_at = now() - interval '1 day' WHERE id = $1`,
    [expired.token.id],
  );
  for (const [{ token }, word] of [
    [expired, 'expired'],
    [revoked, 'revoked'],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop
    const { errors } = await update(person, token.id, { scopes: [] });
    expect(errors).toMatchObject([{ message: expect.stringContaining(word), extensions: { code: 'CONFLICT' } }]);
  }
});

test('SN-3, AP-5: only a fresh session changes a token', async () => {
  const { token, secret } = await app.aClassicToken(person, { scopes: ['repo', 'admin:org', 'user'] });
  expect((await update(secret, token.id, { scopes: ['repo'] })).errors).toMatchObject([
    { extensions: { code: 'FORBIDDEN' } },
  ]);
  expect((await update(null, token.id, { scopes: [] })).errors).toMatchObject([
    { extensions: { code: 'UNAUTHENTICATED' } },
  ]);
  app.now = new Date(Date.now() + 2 * 3_600_000 + 60_000);
  const { errors } = await update(person, token.id, { name: app.aName('later') });
  app.now = null;
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', reauthenticate: true } }]);
});
