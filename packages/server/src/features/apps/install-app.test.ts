import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestApp } from '../../testing/test-app.ts';
import { commandActor } from '../audit-log/record-audit.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';
import { createApp } from './create-app.ts';
import { installApp } from './install-app.ts';

let server: TestApp;
let owner: User;
let acme: Organization;
beforeAll(async () => {
  server = await TestApp.open();
  owner = await server.aPerson('owner');
  acme = await server.anOrganization(owner, 'acme');
});
afterAll(() => server.close());

const create = (slug: string, name = 'A bot') =>
  server.database.transaction((tx) =>
    createApp(tx, { name, slug, owner: { kind: 'USER', id: owner.id, login: 'owner' } }, new Date()),
  );
const by = { actor: commandActor(), now: new Date() };

test.each([
  ['', 'A bot', 'slug'],
  ['Upper', 'A bot', 'slug'],
  ['-a', 'A bot', 'slug'],
  ['a'.repeat(40), 'A bot', 'slug'],
  ['bot', ' ', 'name'],
  ['bot', 'x'.repeat(101), 'name'],
])('an App cannot be called %j, %j', async (slug, name, field) => {
  await expect(create(slug, name)).rejects.toMatchObject({
    code: 'INVALID',
    details: { fields: { [field]: expect.any(String) } },
  });
});

test('a slug is taken once', async () => {
  await create('twin');
  await expect(create('twin')).rejects.toMatchObject({
    code: 'INVALID',
    details: { fields: { slug: 'There is an App twin already.' } },
  });
});

test.each([
  [{ nonsense: 'read' }, 'There is no permission nonsense.'],
  [
    { organization_personal_access_token_requests: 'admin' },
    'organization_personal_access_token_requests has no level admin; it has read, write.',
  ],
  [{ emails: 'read' }, "emails is a person's alone; an App is installed on organizations."],
])('an App is not let in with %j', async (permissions, problem) => {
  const app = await create(server.aName('bot'));
  const installing = server.database.transaction((tx) =>
    installApp(tx, { app, organizationId: acme.id, permissions: permissions as never }, by),
  );
  await expect(installing).rejects.toMatchObject({ details: { fields: { permissions: problem } } });
  expect(await server.database.query('SELECT FROM app_installations WHERE app_id = $1', [app.id])).toHaveLength(0);
});

test('an App is let into an organization once', async () => {
  const app = await create('once');
  const install = () =>
    server.database.transaction((tx) =>
      installApp(tx, { app, organizationId: acme.id, permissions: { metadata: 'read' } }, by),
    );
  await install();
  await expect(install()).rejects.toMatchObject({ code: 'INVALID' });
});
