import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asker, TestApp } from '../../testing/test-app.ts';

const UPDATE = `mutation ($input: UpdateRepositoryInput!) {
  updateRepository(input: $input) { repository { visibility description } } }`;
const SET =
  'mutation ($input: SetRepositoryAccessInput!) { setRepositoryAccess(input: $input) { repository { name } } }';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

async function aTeamWithRepository() {
  const team = await app.aTeam();
  const { name } = await app.aRepository(team.owner, team.organization.login, 'PRIVATE');
  const address = { owner: team.organization.login, name };
  return {
    ...team,
    update: (asker: Asker, change: object) => app.as(asker, UPDATE, { input: { ...address, ...change } }),
    setAccess: (asker: Asker, login: string, access: string) =>
      app.as(asker, SET, { input: { ...address, login, access } }),
    entries: () =>
      app.database.query<{ action: string; details: { from?: object; to?: object } }[]>(
        `SELECT action, details FROM audit_entries WHERE organization_id = $1 AND subject_type = 'repository'
            AND action <> 'repo.create' ORDER BY id`,
        [team.organization.id],
      ),
  };
}

test('an owner shows a repository to all and describes it; the log has both, with what was before', async () => {
  const { owner, update, entries } = await aTeamWithRepository();

  const { data, errors } = await update(owner, { visibility: 'PUBLIC', description: 'A shop.' });
  await update(owner, { description: null });

  expect(errors).toBeUndefined();
  expect(data.updateRepository.repository).toEqual({ visibility: 'PUBLIC', description: 'A shop.' });
  expect(await entries()).toEqual([
    {
      action: 'repo.access',
      details: {
        from: { visibility: 'PRIVATE', description: null },
        to: { visibility: 'PUBLIC', description: 'A shop.' },
      },
    },
    {
      action: 'repo.update',
      details: { from: { visibility: 'PUBLIC', description: 'A shop.' }, to: { description: null } },
    },
  ]);
});

test('a description of 351 characters is INVALID, as it is when the repository is made', async () => {
  const { owner, organization, update } = await aTeamWithRepository();
  const CREATE =
    'mutation ($input: CreateRepositoryInput!) { createRepository(input: $input) { repository { name } } }';
  const input = { owner: organization.login, name: 'long', visibility: 'PUBLIC', description: 'x'.repeat(351) };

  expect((await update(owner, { description: 'x'.repeat(350) })).errors).toBeUndefined();
  for (const { errors } of [
    await update(owner, { description: 'x'.repeat(351) }),
    await app.as(owner, CREATE, { input }),
  ])
    expect(errors).toMatchObject([
      { extensions: { code: 'INVALID', fields: { description: 'A description has at most 350 characters.' } } },
    ]);
});

test('AU-1: of changes at once, each says what the one before it left', async () => {
  const { owner, update, entries } = await aTeamWithRepository();

  await Promise.all(Array.from({ length: 8 }, (_, index) => update(owner, { description: `number ${index}` })));

  const changes = (await entries()).map(({ details }) => details as Record<'from' | 'to', { description: string }>);
  const before = changes.map(({ from }) => from.description);
  expect(new Set(before)).toHaveProperty('size', 8);
  expect(before.filter((description) => description !== null).toSorted()).toEqual(
    expect.arrayContaining(before.slice(1).toSorted()),
  );
});

test('AU-1: access that is given, changed and taken back has three names in the log; what changes nothing has none', async () => {
  const { owner, setAccess, entries } = await aTeamWithRepository();
  const { login } = await app.aPerson();

  for (const access of ['NONE', 'READ', 'ADMIN', 'ADMIN', 'NONE'])
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect((await setAccess(owner, login, access)).errors).toBeUndefined();

  expect(await entries()).toEqual([
    { action: 'repo.add_member', details: { user: login, access: { from: 'NONE', to: 'READ' } } },
    { action: 'repo.update_member', details: { user: login, access: { from: 'READ', to: 'ADMIN' } } },
    { action: 'repo.remove_member', details: { user: login, access: { from: 'ADMIN', to: 'NONE' } } },
  ]);
});

test('AU-1: of one access given four times at once, one is new', async () => {
  const { owner, setAccess, entries } = await aTeamWithRepository();
  const { login } = await app.aPerson();

  await Promise.all(['READ', 'WRITE', 'ADMIN', 'READ'].map((access) => setAccess(owner, login, access)));

  expect((await entries()).filter(({ action }) => action === 'repo.add_member')).toHaveLength(1);
});

test('to a stranger there is no repository, and a member may not', async () => {
  const { owner, member, update, setAccess, entries } = await aTeamWithRepository();
  const stranger = await app.aPerson();
  const { secret } = await app.aToken(owner, owner.login);

  const answers = [
    await update(stranger, { visibility: 'PUBLIC' }),
    await update(member, { visibility: 'PUBLIC' }),
    await update(secret, { visibility: 'PUBLIC' }),
    await setAccess(stranger, stranger.login, 'ADMIN'),
    await setAccess(member, member.login, 'ADMIN'),
    await setAccess(null, member.login, 'ADMIN'),
  ];

  expect(answers.map(({ errors }) => errors?.[0]?.extensions['code'])).toEqual([
    'NOT_FOUND',
    'FORBIDDEN',
    'FORBIDDEN',
    'NOT_FOUND',
    'FORBIDDEN',
    'UNAUTHENTICATED',
  ]);
  expect(await entries()).toEqual([]);
});
