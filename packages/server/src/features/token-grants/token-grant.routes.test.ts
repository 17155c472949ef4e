import { afterAll, beforeAll, expect, test } from 'vitest';
import { anInstalledApp } from '../../testing/installed-app.ts';
import { TestApp, type TokenWish } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';

let app: TestApp;
let owner: User;
let member: User;
let acme: Organization;
let bot: string;
let slug: string;
beforeAll(async () => {
  app = await TestApp.open();
  ({ owner, member, organization: acme } = await app.aTeam());
  const installed = await anInstalledApp(app, acme);
  slug = installed.app.slug;
  bot = await installed.token();
});
afterAll(() => app.close());

type Item = { id: number; token_id: number; token_name: string; access_granted_at: string };
type Problem = { message: string; errors?: { field: string }[] };
async function ask(path: string, body?: object) {
  const answer = await fetch(`${app.address}/api/v3/orgs/${acme.login}/personal-access-tokens${path}`, {
    headers: { authorization: `token ${bot}` },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as Problem };
}

const list = async (path: string) => (await ask(path)).body as unknown as Item[];

/** An active token, and the id of its grant. */
async function aGrant(wish: TokenWish = {}): Promise<Item & { secret: string }> {
  const { token, secret } = await app.aToken(member, acme.login, wish);
  await app.decideAll(owner, acme, 'APPROVED');
  const [item] = await list(`?token_id=${token.id}`);
  return { ...item!, secret };
}

test('GN-1, GN-2: an active token is listed with its repositories, and not any more when it is revoked; its user is mailed, the log says who', async () => {
  const repository = await app.aRepository(owner, acme.login, 'PRIVATE');
  const { id, token_name } = await aGrant({ repositorySelection: 'SUBSET', repositories: [{ id: repository.id }] });
  const named = await list(`/${id}/repositories`);
  expect(named.map((row) => row.id)).toEqual([repository.id]);

  expect(await ask(`/${id}`, { action: 'revoke' })).toEqual({ status: 204, body: null });
  expect((await list('')).map((row) => row.id)).not.toContain(id);
  expect((await ask(`/${id}/repositories`)).status).toBe(404);
  const entries = await app.database.query<{ actor: string; subject: string }[]>(
    `SELECT actor_login AS actor, subject FROM audit_entries WHERE action = 'personal_access_token.access_revoked' AND organization_id = $1`,
    [acme.id],
  );
  expect(entries).toContainEqual({ actor: `${slug}[bot]`, subject: token_name });
  await app.jobsDone();
  const mails = await app.database.query<{ subject: string }[]>('SELECT subject FROM mailbox_messages');
  expect(mails.some(({ subject }) => subject.includes(token_name))).toBe(true);
});

test('AP-2: the filters of the list are those of requests', async () => {
  const { token_name, token_id } = await aGrant({ permissions: { actions: 'write' } });
  const names = async (query: string) => (await list(`?${query}`)).map((row) => row.token_name);
  expect(await names('permission=actions_read')).toEqual([token_name]);
  expect(await names('permission=actions_admin')).toEqual([]);
  expect(await names(`owner[]=${member.login}&token_id[]=${token_id}`)).toEqual([token_name]);
  expect(await names(`owner=${owner.login}`)).toEqual([]);
  expect((await names('')).at(0)).toBe(token_name);
  expect((await names('direction=asc')).at(-1)).toBe(token_name);
  expect((await ask('?sort=name')).status).toBe(422);
});

test.each([
  ['', {}, 'action'],
  ['', { action: 'revoke' }, 'pat_ids'],
  ['', { action: 'revoke', pat_ids: [] }, 'pat_ids'],
  ['', { action: 'revoke', pat_ids: [null] }, 'pat_ids.0'],
  ['', { action: 'revoke', pat_ids: Array.from({ length: 101 }, (_, at) => at + 1) }, 'pat_ids'],
  ['', { action: 'approve', pat_ids: [1] }, 'action'],
  ['/1', { action: 'deny' }, 'action'],
])('AP-6: to POST %s the body %j is 422 and names the field', async (path, body, field) => {
  const { status, body: answered } = await ask(path, body);
  expect([status, answered.errors!.map((error) => error.field)]).toEqual([422, expect.arrayContaining([field])]);
});

test('AP-6: what is not there is 404; a bulk in which nothing can be revoked is 422, one by one', async () => {
  expect((await ask('/999999', { action: 'revoke' })).status).toBe(404);
  expect((await ask('/x', { action: 'revoke' })).status).toBe(404);
  expect(await ask('', { action: 'revoke', pat_ids: [999_998, 999_999] })).toMatchObject({
    status: 422,
    body: { errors: [{ field: 'pat_ids.999998' }, { field: 'pat_ids.999999' }] },
  });
});
