import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { TestApp } from '../../testing/test-app.ts';
import type { User } from '../users/user.entity.ts';

const UPDATE = `mutation ($input: UpdateNotificationPreferencesInput!) { updateNotificationPreferences(input: $input) {
  clientMutationId viewer { locale notificationPreferences { decisions reminders digest locale } } } }`;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

const update = (user: User | string | null, input: object) => app.as(user, UPDATE, { input });
const entriesOf = ({ id }: User): Promise<object[]> =>
  app.database.query(
    `SELECT details FROM audit_entries WHERE user_id = $1 AND action = 'user.update_notifications' ORDER BY id`,
    [id],
  );

test('a person has all mails in English, changes what they name and no more, and their log says so', async () => {
  const user = await app.aPerson();
  const { data } = await app.as(user, '{ viewer { notificationPreferences { decisions reminders digest locale } } }');
  expect(data.viewer.notificationPreferences).toEqual({
    decisions: true,
    reminders: true,
    digest: 'DAILY',
    locale: 'en',
  });

  const changed = await update(user, { clientMutationId: 'one', reminders: false, digest: 'INSTANT', locale: 'ko' });
  expect(changed.data.updateNotificationPreferences).toEqual({
    clientMutationId: 'one',
    viewer: {
      locale: 'ko',
      notificationPreferences: { decisions: true, reminders: false, digest: 'INSTANT', locale: 'ko' },
    },
  });
  await update(user, { reminders: false });
  await update(user, { decisions: false });
  expect(await entriesOf(user)).toEqual([
    {
      details: {
        reminders: { from: true, to: false },
        digest: { from: 'DAILY', to: 'INSTANT' },
        locale: { from: 'en', to: 'ko' },
      },
    },
    { details: { decisions: { from: true, to: false } } },
  ]);
});

test('a language there is none in changes nothing', async () => {
  const user = await app.aPerson();
  const { errors } = await update(user, { reminders: false, locale: 'de' });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID', fields: { locale: 'One of en, ko.' } });
  expect(await entriesOf(user)).toEqual([]);
});

test('they are for oneself in a browser: no token changes or sees them, and nobody another’s', async () => {
  const [user, other] = [await app.aPerson(), await app.aPerson()];
  const { secret } = await app.aClassicToken(user);
  expect((await update(null, {})).errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  expect((await update(secret, { reminders: false })).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  const query = `query { user(login: "${user.login}") { notificationPreferences { digest } } }`;
  expect((await app.as(other, query)).data.user.notificationPreferences).toBeNull();
  expect((await app.as(secret, query)).data.user.notificationPreferences).toBeNull();
});

test('ML-2: decision mails can be switched off, revocations cannot', async () => {
  const { owner, member, organization } = await app.aTeam();
  await update(member, { decisions: false });
  await app.aToken(member, organization.login);
  await app.decideAll(owner, organization, 'APPROVED');
  const revoke = `mutation ($organization: String!, $asOf: DateTime!) { revokeTokenGrants(input: {
    organization: $organization, filter: {}, asOf: $asOf }) { revokedCount } }`;
  await app.as(owner, revoke, { organization: organization.login, asOf: new Date() });
  const subjects = async () => {
    const rows: { subject: string }[] = await app.database.query(
      `SELECT subject FROM mailbox_messages WHERE "to" = $1 ORDER BY subject`,
      [member.email],
    );
    return rows.map(({ subject }) => subject);
  };
  await vi.waitFor(
    async () => expect(await app.database.query('SELECT 1 FROM graphile_worker.jobs')).toEqual([]),
    10_000,
  );
  expect(await subjects()).toEqual([
    expect.stringMatching(/^Your token ".*" was created$/),
    expect.stringMatching(/was revoked$/),
  ]);
});
