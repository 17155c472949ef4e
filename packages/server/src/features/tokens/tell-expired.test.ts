import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { TestApp } from '../../testing/test-app.ts';
import type { User } from '../users/user.entity.ts';
import { deleteToken } from './delete-token.ts';
import { tellExpired } from './tell-expired.job.ts';

const DAY = 86_400_000;
const madeAt = new Date('2099-01-01T12:00:00.000Z');
const expiresAt = new Date(madeAt.getTime() + 10 * DAY);

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
  app.now = madeAt;
});
afterAll(() => app.close());

const run = (now: Date) => tellExpired({ database: app.database, now });
const aTokenFor = async (user: User) => (await app.aClassicToken(user, { expiresInDays: 10 })).token;
const entriesOf = ({ id }: User): Promise<object[]> =>
  app.database.query(
    `SELECT action, actor_login AS actor, subject, at, details->>'explanation' AS explanation FROM audit_entries
      WHERE user_id = $1 AND details->>'explanation' = 'expired' ORDER BY id`,
    [id],
  );
const mailsTo = ({ email }: User): Promise<{ subject: string; text: string }[]> =>
  app.database.query(`SELECT subject, text FROM mailbox_messages WHERE "to" = $1 AND subject LIKE '%expired'`, [email]);
const mailed = (user: User) =>
  vi.waitFor(async () => {
    const mails = await mailsTo(user);
    expect(mails).toHaveLength(1);
    return mails[0]!;
  }, 10_000);

test('EX-2: in the millisecond in which a token expires that is recorded and mailed, and once', async () => {
  const { member, organization } = await app.aTeam();
  const { token } = await app.aToken(member, organization.login, { expiresInDays: 10 });

  await run(new Date(expiresAt.getTime() - 1));
  expect(await entriesOf(member)).toEqual([]);

  await Promise.all([run(expiresAt), run(expiresAt)]);
  await run(new Date(expiresAt.getTime() + 1));
  await run(new Date(expiresAt.getTime() + DAY));

  expect(await entriesOf(member)).toEqual([
    {
      action: 'personal_access_token.destroy',
      actor: null,
      subject: token.name,
      at: expiresAt,
      explanation: 'expired',
    },
  ]);
  const mail = await mailed(member);
  expect(mail.subject).toBe(`Your token "${token.name}" has expired`);
  expect(mail.text).toContain(`- ${token.name}\n  Expired on January 11, 2099 at 12:00 PM UTC · ${organization.login}`);
  expect(mail.text).toContain(`http://countersign.test/settings/personal-access-tokens/${token.id}`);
});

test('ML-3: what has expired since the last look is told in one mail a person', async () => {
  const [user, other] = [await app.aPerson(), await app.aPerson()];
  const tokens = [await aTokenFor(user), await aTokenFor(user)];
  await aTokenFor(other);

  await Promise.all([run(expiresAt), run(expiresAt), run(expiresAt)]);

  const mail = await mailed(user);
  expect(mail.subject).toBe('2 of your tokens have expired');
  for (const { name } of tokens) expect(mail.text).toContain(`- ${name}\n`);
  await mailed(other);
  expect(await entriesOf(user)).toHaveLength(2);
});

test('ML-3: a token that was deleted is nobody’s news', async () => {
  const user = await app.aPerson();
  const token = await aTokenFor(user);
  await deleteToken(await app.sessionOf(user), token.id);
  await run(expiresAt);
  expect(await entriesOf(user)).toEqual([]);
});
