import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestApp } from '../../testing/test-app.ts';
import { setRepositoryAccess, updateRepository } from './update-repository.ts';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

async function aRepository() {
  const { owner, organization } = await app.aTeam();
  const { name } = await app.aRepository(owner, organization.login, 'PRIVATE');
  const entries = (action: string) =>
    app.database.query<{ details: { from: { description: string | null }; to: { description: string } } }[]>(
      'SELECT details FROM audit_entries WHERE organization_id = $1 AND action = $2 ORDER BY id',
      [organization.id, action],
    );
  return { caller: await app.sessionOf(owner), address: { owner: organization.login, name }, entries };
}

test('AU-1: of eight changes at once, each says what the one before it left', async () => {
  const { caller, address, entries } = await aRepository();
  const descriptions = Array.from({ length: 8 }, (_, index) => `number ${index}`);

  await Promise.all(descriptions.map((description) => updateRepository(caller, { ...address, description })));

  const changes = (await entries('repo.update')).map(({ details }) => details);
  expect(changes.map(({ to }) => to.description).toSorted()).toEqual(descriptions);
  expect(changes.map(({ from }) => from.description)).toEqual([
    null,
    ...changes.slice(0, -1).map(({ to }) => to.description),
  ]);
});

test('AU-1: of one access given four times at once, one is new; what changes nothing is not written down', async () => {
  const { caller, address, entries } = await aRepository();
  const { login } = await app.aPerson();

  await setRepositoryAccess(caller, { ...address, login, access: 'NONE' });
  await Promise.all(
    (['READ', 'WRITE', 'ADMIN', 'READ'] as const).map((access) =>
      setRepositoryAccess(caller, { ...address, login, access }),
    ),
  );

  expect(await entries('repo.add_member')).toHaveLength(1);
  expect(await entries('repo.remove_member')).toEqual([]);
});
