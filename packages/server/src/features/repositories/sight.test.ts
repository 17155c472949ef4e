import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asker, TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { findRepository } from './find-repository.ts';
import { updateRepository } from './update-repository.ts';

const UPDATE =
  'mutation ($input: UpdateRepositoryInput!) { updateRepository(input: $input) { repository { name visibility description } } }';
const SET =
  'mutation ($input: SetRepositoryAccessInput!) { setRepositoryAccess(input: $input) { repository { name } } }';
const LIST = `query ($login: String!, $text: String) { organization(login: $login) {
  repositories(first: 9, text: $text) { totalCount nodes { name } } } }`;
const ONE = 'query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { name } }';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

async function aTeamWithRepositories() {
  const team = await app.aTeam();
  const { owner, organization } = team;
  const open = await app.aRepository(owner, organization.login, 'PUBLIC');
  const closed = await app.aRepository(owner, organization.login, 'PRIVATE');
  const other = await app.aRepository(owner, organization.login, 'PRIVATE');
  return { ...team, open: open.name, closed: closed.name, other: other.name };
}
const update = (asker: Asker, { login: owner }: Organization, name: string, change: object) =>
  app.as(asker, UPDATE, { input: { owner, name, ...change } });
const setAccess = (asker: Asker, { login: owner }: Organization, name: string, login: string, access: string) =>
  app.as(asker, SET, { input: { owner, name, login, access } });
const setBase = ({ id }: Organization, base: string) =>
  app.database.query('UPDATE organizations SET base_permission = $2 WHERE id = $1', [id, base]);
const sees = async (asker: Asker, { login }: Organization) => {
  const { data } = await app.as(asker, LIST, { login, text: 'REPO' });
  const { nodes, totalCount } = data.organization.repositories;
  expect(totalCount).toBe(nodes.length);
  return nodes.map(({ name }: { name: string }) => name);
};

test('to a stranger a private repository is not there; a reader, and any token, may not change it', async () => {
  const { owner, member, organization, open, closed } = await aTeamWithRepositories();
  const { secret } = await app.aToken(owner, organization.login, { permissions: { administration: 'write' } });
  const stranger = await app.aPerson();
  const codes = [];
  for (const [asker, name] of [
    [stranger, closed],
    [stranger, 'nowhere'],
    [stranger, open],
    [member, closed],
    [secret, closed],
    [null, closed],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- six
    codes.push((await update(asker, organization, name, { visibility: 'PUBLIC' })).errors?.[0]?.extensions['code']);
    // oxlint-disable-next-line no-await-in-loop -- six
    codes.push((await setAccess(asker, organization, name, member.login, 'ADMIN')).errors?.[0]?.extensions['code']);
  }
  const twice = (code: string) => [code, code];
  expect(codes).toEqual(
    ['NOT_FOUND', 'NOT_FOUND', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'UNAUTHENTICATED'].flatMap(twice),
  );
  expect(await sees(member, organization)).toContain(closed);
});

test.each([
  ['NONE', false, 'NOT_FOUND'],
  ['READ', true, 'FORBIDDEN'],
  ['WRITE', true, 'FORBIDDEN'],
  ['ADMIN', true, undefined],
])(
  'TK-9: with the base permission %s a member sees private ones: %s, and changing one is %s; a token sees no more',
  async (base, isInSight, code) => {
    const { owner, member, organization, open, closed, other } = await aTeamWithRepositories();
    const { secret } = await app.aToken(member, organization.login);
    await app.decideAll(owner, organization, 'APPROVED');
    await setBase(organization, base);

    const seen = isInSight ? [closed, open, other] : [open];
    expect(new Set(await sees(member, organization))).toEqual(new Set(seen));
    expect(new Set(await sees(secret, organization))).toEqual(new Set(seen));
    expect((await update(member, organization, closed, { description: base })).errors?.[0]?.extensions['code']).toBe(
      code,
    );
  },
);

test('access to one repository counts beside the base permission: the better of the two; NONE takes it back', async () => {
  const { owner, member, organization, open, closed } = await aTeamWithRepositories();
  await setBase(organization, 'NONE');
  await setAccess(owner, organization, closed, member.login, 'READ');
  expect(new Set(await sees(member, organization))).toEqual(new Set([open, closed]));
  await setAccess(owner, organization, closed, member.login.toUpperCase(), 'ADMIN');
  expect((await update(member, organization, closed, { description: 'mine' })).errors).toBeUndefined();
  await setAccess(owner, organization, closed, member.login, 'NONE');
  expect(await sees(member, organization)).toEqual([open]);
});

test('TK-4: who only has access to a repository, without being a member, is no resource owner there, and sees no organization', async () => {
  const { owner, organization, closed } = await aTeamWithRepositories();
  const outsider = await app.aPerson();
  await setAccess(owner, organization, closed, outsider.login, 'READ');
  expect((await app.as(outsider, ONE, { owner: organization.login, name: closed })).data.repository).toEqual({
    name: closed,
  });
  expect((await app.as(outsider, LIST, { login: organization.login })).errors).toMatchObject([
    { extensions: { code: 'NOT_FOUND' } },
  ]);
  await expect(app.aToken(outsider, organization.login)).rejects.toMatchObject({
    details: { fields: { resourceOwner: expect.stringContaining('Cannot find the specified resource owner') } },
  });
});

test('SN-5: what could be no name is not there, and fails nobody who looks for another at the same moment', async () => {
  const { owner, organization, closed } = await aTeamWithRepositories();
  const caller = await app.sessionOf(owner);
  const outcomes = await Promise.allSettled([
    findRepository(caller, 'a\0', closed),
    findRepository(caller, organization.login, '\0'),
    findRepository(caller, organization.login, closed),
  ]);
  expect(outcomes).toMatchObject([
    { reason: { code: 'NOT_FOUND' } },
    { reason: { code: 'NOT_FOUND' } },
    { value: { name: closed } },
  ]);
});

test('who looks at the same moment as it is changed is shown what was committed', async () => {
  const { owner, organization, closed } = await aTeamWithRepositories();
  const caller = await app.sessionOf(owner);
  const address = { owner: organization.login, name: closed };
  const [seen, changed] = await Promise.all([
    findRepository(caller, address.owner, address.name),
    updateRepository(caller, { ...address, visibility: 'PUBLIC' }),
  ]);
  expect([seen.visibility, changed.visibility]).toEqual(['PRIVATE', 'PUBLIC']);
});
