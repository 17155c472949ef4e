import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { dumpOf } from '../../testing/database-dump.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { User } from '../users/user.entity.ts';
import { regenerateToken } from './regenerate-token.ts';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

const mailed = ({ email }: User, subject: string) =>
  vi.waitFor(async () => {
    const mails: { text: string; html: string }[] = await app.database.query(
      'SELECT text, html FROM mailbox_messages WHERE "to" = $1 AND subject = $2',
      [email, subject],
    );
    expect(mails).toHaveLength(1);
    return mails[0]!;
  }, 10_000);

test('ML-3: who makes a token, or gives it a new secret, is mailed; the secret is in neither mail nor queue', async () => {
  const { member, organization } = await app.aTeam();
  const { token, secret } = await app.aToken(member, organization.login, { name: 'deploy' });
  const made = await mailed(member, 'Your token "deploy" was created');
  expect(made.text).toContain('The fine-grained personal access token "deploy" was created in your account.');
  expect(made.text).toContain(`Resource owner: ${organization.login}`);
  expect(made.html).toContain(`href="http://countersign.test/settings/personal-access-tokens/${token.id}"`);

  const again = await regenerateToken(await app.sessionOf(member), { tokenId: token.id, expiresInDays: 20 });
  await mailed(member, 'Your token "deploy" was regenerated');

  const classic = await app.aClassicToken(member, { name: 'old <b>way</b>' });
  const mail = await mailed(member, 'Your token "old <b>way</b>" was created');
  expect(mail.text).toContain('personal access token (classic)');
  expect(mail.html).toContain('old &lt;b&gt;way&lt;/b&gt;');
  expect(mail.html).toContain(`href="http://countersign.test/settings/tokens/${classic.token.id}"`);

  const dump = await dumpOf(app.database);
  for (const hidden of [secret, again.secret, classic.secret]) expect(dump).not.toContain(hidden);
});

test('ML-3: these cannot be switched off, and are in the language of the person', async () => {
  const user = await app.aPerson();
  const off = '{ decisions: false, reminders: false, digest: OFF, locale: "ko" }';
  await app.as(user, `mutation { updateNotificationPreferences(input: ${off}) { clientMutationId } }`);
  await app.aClassicToken(user, { name: '배포' });
  const mail = await mailed(user, '"배포" 토큰이 생성되었습니다');
  expect(mail.text).toContain('회원님의 계정에 "배포" 토큰이 생성되었습니다.');
  expect(mail.html).toContain('<html lang="ko">');
});
