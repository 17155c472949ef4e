import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dumpOf } from '../../testing/database-dump.ts';
import { retryAtOnce } from '../../testing/retry-at-once.ts';
import { type Answer, TestApp } from '../../testing/test-app.ts';
import { type Received, refusal, secretIn, TestMailServer } from '../../testing/test-mail-server.ts';
import type { User } from './user.entity.ts';

const HOUR = 3_600_000;
let inbox: TestMailServer;
/** What the mail server says to a mail: null takes it. */
let reply: (mail: Received) => Error | null = () => null;
let app: TestApp;
beforeAll(async () => {
  inbox = await TestMailServer.start({ onMail: (mail) => reply(mail) });
  app = await TestApp.open({ smtpUrl: inbox.url });
});
beforeEach(() => {
  app.now = null;
  reply = () => null;
});
afterAll(async () => {
  await app.close();
  await inbox.stop();
});

const EMAILS = 'viewer { email emailVerified emails { address isPrimary verifiedAt } }';
const mutate = (who: User | string | null, name: string, address: string) => {
  const input = name === 'addEmailAddress' ? 'AddEmailAddressInput' : 'EmailAddressInput';
  return app.as(who, `mutation ($input: ${input}!) { ${name}(input: $input) { ${EMAILS} } }`, { input: { address } });
};
const add = (who: User, address: string) => mutate(who, 'addEmailAddress', address);
const verify = (secret: string) =>
  fetch(`${app.address}/auth/verify-email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-countersign-csrf': '1' },
    body: JSON.stringify({ secret }),
  });
const emailsOf = async (who: User) => (await app.as(who, `{ ${EMAILS} }`)).data.viewer;
const actionsOf = ({ id }: User) =>
  app.database.query<{ action: string; details: object }[]>(
    `SELECT action, details FROM audit_entries WHERE user_id = $1 AND action <> 'user.create' ORDER BY id`,
    [id],
  );
const codeOf = ({ errors }: Answer): string | undefined => errors?.[0]?.extensions['code'];
/** An address of the person's that is verified by the link mailed to it. */
async function aVerifiedAddress(who: User, address = `${app.aName('more')}@example.test`): Promise<string> {
  await add(who, address);
  await verify(secretIn(await inbox.mailTo(address)));
  return address;
}

test('TK-1: an address is added, mailed a link, and verified by it; the security log tells of both', async () => {
  const person = await app.aPerson();
  const address = 'Mina.Kim+tokens@Example.test';

  const { data, errors } = await add(person, ` ${address} `);
  expect(errors).toBeUndefined();
  expect(data.addEmailAddress.viewer).toEqual({
    email: person.email,
    emailVerified: true,
    emails: [
      { address: person.email, isPrimary: true, verifiedAt: expect.any(String) },
      { address, isPrimary: false, verifiedAt: null },
    ],
  });
  const mail = await inbox.mailTo(address);
  expect(mail.subject).toBe('Verify your e-mail address');
  expect(mail.text).toContain(`verify ${address} for the account ${person.login}.`);
  expect(mail.text).toContain(`http://countersign.test/verify-email#${secretIn(mail)}`);
  expect(mail.html).toContain(`href="http://countersign.test/verify-email#${secretIn(mail)}"`);
  expect(inbox.to(person.email)).toEqual([]);

  expect((await verify(secretIn(mail))).status).toBe(204);
  expect((await emailsOf(person)).emails[1]).toEqual({ address, isPrimary: false, verifiedAt: expect.any(String) });
  expect(await actionsOf(person)).toEqual([
    { action: 'user.add_email', details: { email: address } },
    { action: 'user.verify_email', details: { email: address } },
  ]);
});

test('ML-5: who reads Korean gets the link in Korean', async () => {
  const person = await app.aPerson();
  await app.database.query(`UPDATE users SET locale = 'ko' WHERE id = $1`, [person.id]);
  await add(person, 'korean@example.test');
  const mail = await inbox.mailTo('korean@example.test');
  expect(mail.subject).toBe('이메일 주소를 인증해 주십시오');
  expect(mail.text).toContain(`${person.login} 계정에 추가된 korean@example.test 주소`);
  expect((await verify(secretIn(mail))).status).toBe(204);
});

test.each([
  ['no address', 'nowhere'],
  ['two addresses', 'a@example.test, b@example.test'],
  ['a header', 'a@example.test\r\nBcc: b@example.test'],
  ['an address with a name', 'Mina <a@example.test>'],
  ['a character that nobody sees', 'a\u200B@example.test'],
  ['255 characters', `${'a'.repeat(60)}@${'b'.repeat(190)}.test`],
])('%s is INVALID, and nothing is added', async (_, address) => {
  const person = await app.aPerson();
  const { errors } = await add(person, address);
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { address: expect.any(String) } } }]);
  expect((await emailsOf(person)).emails).toHaveLength(1);
});

test('an address that is there already is INVALID in any case; ten are the most, also at the same moment', async () => {
  const person = await app.aPerson();
  expect(codeOf(await add(person, person.email.toUpperCase()))).toBe('INVALID');
  const rows = Array.from({ length: 7 }, (_, index) => `('${person.id}', 'seven-${index}@example.test', now())`);
  await app.database.query(`INSERT INTO email_addresses (user_id, address, created_at) VALUES ${rows.join(', ')}`);
  const answers = await Promise.all([1, 2, 3, 4].map((number) => add(person, `many-${number}@example.test`)));
  expect(answers.map((answer) => codeOf(answer) ?? 'ADDED').toSorted()).toEqual([
    'ADDED',
    'ADDED',
    'CONFLICT',
    'CONFLICT',
  ]);
  expect((await emailsOf(person)).emails).toHaveLength(10);
});

test('AP-5: nobody but the person, in a browser, sees or changes addresses', async () => {
  const { owner, member, organization } = await app.aTeam();
  const { secret } = await app.aToken(member, member.login, { permissions: { emails: 'write' } });
  for (const name of ['addEmailAddress', 'makeEmailAddressPrimary', 'removeEmailAddress', 'sendEmailVerification']) {
    // oxlint-disable-next-line no-await-in-loop -- four
    const [nobody, token] = [await mutate(null, name, 'x@example.test'), await mutate(secret, name, 'x@example.test')];
    expect([codeOf(nobody), codeOf(token)]).toEqual(['UNAUTHENTICATED', 'FORBIDDEN']);
  }
  const seen = await app.as(
    owner,
    `{ organization(login: "${organization.login}") { members(first: 10) { nodes { login email emails { address } } } } user(login: "${member.login}") { email emailVerified emails { address } } }`,
  );
  expect(seen.data.user).toEqual({ email: null, emailVerified: null, emails: null });
  expect(JSON.stringify(seen.data)).not.toContain(member.email);
  expect((await app.as(secret, '{ viewer { login emails { address } } }')).data.viewer.emails).toBeNull();
});

test("somebody else's address, and one of nobody, are NOT_FOUND alike", async () => {
  const [person, other] = [await app.aPerson(), await app.aPerson()];
  for (const name of ['makeEmailAddressPrimary', 'removeEmailAddress', 'sendEmailVerification'])
    for (const address of [other.email, 'nobody@example.test'])
      // oxlint-disable-next-line no-await-in-loop -- six
      expect(codeOf(await mutate(person, name, address))).toBe('NOT_FOUND');
});

test('SN-3: adding, choosing and removing want the password again after two hours; another link does not', async () => {
  const person = await app.aPerson();
  await add(person, 'stale@example.test');
  await app.database.query(
    `UPDATE sessions SET password_given_at = password_given_at - interval '3 hours' WHERE user_id = $1`,
    [person.id],
  );
  for (const name of ['addEmailAddress', 'makeEmailAddressPrimary', 'removeEmailAddress'])
    // oxlint-disable-next-line no-await-in-loop -- three
    expect((await mutate(person, name, 'stale@example.test')).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN', reauthenticate: true } },
    ]);
  expect(codeOf(await mutate(person, 'sendEmailVerification', 'stale@example.test'))).toBeUndefined();
});

test('a link works once: of two at the same moment one wins, and afterwards none does', async () => {
  const person = await app.aPerson();
  await add(person, 'once@example.test');
  const secret = secretIn(await inbox.mailTo('once@example.test'));
  const answers = await Promise.all([verify(secret), verify(secret)]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 401]);
  const [used, unknown] = [await verify(secret), await verify('x'.repeat(43))];
  expect([used.status, unknown.status]).toEqual([401, 401]);
  expect(await used.text()).toBe(await unknown.text());
});

test.each([
  [-1, 204],
  [0, 401],
  [1, 401],
])('a link holds for one hour from its mail on: at %i ms of its end it answers %i', async (offset, status) => {
  const person = await app.aPerson();
  const sent = new Date('2026-12-01T10:00:00.000Z');
  app.now = sent;
  const address = `${app.aName('clock')}@example.test`;
  await add(person, address);
  const secret = secretIn(await inbox.mailTo(address));
  app.now = new Date(sent.getTime() + HOUR + offset);
  expect((await verify(secret)).status).toBe(status);
});

test('another link ends the one before it, and a removed address all of them', async () => {
  const person = await app.aPerson();
  await add(person, 'again@example.test');
  const first = secretIn(await inbox.mailTo('again@example.test'));
  await mutate(person, 'sendEmailVerification', 'AGAIN@example.test');
  const second = secretIn(await inbox.mailTo('again@example.test', 2));
  expect(second).not.toBe(first);
  expect((await verify(first)).status).toBe(401);
  await mutate(person, 'removeEmailAddress', 'again@example.test');
  expect((await verify(second)).status).toBe(401);
  expect((await actionsOf(person)).map(({ action }) => action)).toEqual(['user.add_email', 'user.remove_email']);
});

test('an address that somebody else has verified is added like any other; no link goes there, and none verifies it', async () => {
  const [person, other] = [await app.aPerson(), await app.aPerson()];
  const taken = await add(person, other.email.toUpperCase());
  expect(taken.errors).toBeUndefined();
  const mail = await inbox.mailTo(other.email.toUpperCase());
  expect(mail.subject).toBe('Your e-mail address was added to another account');
  expect(mail.text).not.toContain('#');
  expect(mail.text).not.toContain(person.login);

  // Both have a link to the same address, and use them at the same moment.
  await add(person, 'shared@example.test');
  const mine = secretIn(await inbox.mailTo('shared@example.test'));
  await add(other, 'Shared@example.test');
  const theirs = secretIn(await inbox.mailTo('Shared@example.test', 2));
  const answers = await Promise.all([verify(mine), verify(theirs)]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 401]);
  const verified = [await emailsOf(person), await emailsOf(other)].flatMap(({ emails }) =>
    emails.filter(
      (one: { address: string; verifiedAt: string | null }) => /shared/i.test(one.address) && one.verifiedAt,
    ),
  );
  expect(verified).toHaveLength(1);
});

test.each([
  ['en', 'ko', '회원님의 이메일 주소가 다른 계정에 추가되었습니다', '이미 인증된 주소입니다'],
  ['ko', 'en', 'Your e-mail address was added to another account', 'This address is verified already'],
])(
  'ML-5: of an address that somebody who reads %s adds, its owner is told in their own: %s',
  async (adder, owner, subject, heading) => {
    const [person, other] = [await app.aPerson(), await app.aPerson()];
    const speak = ({ id }: User, locale: string) =>
      app.database.query('UPDATE users SET locale = $2 WHERE id = $1', [id, locale]);
    await Promise.all([speak(person, adder), speak(other, owner)]);
    await add(person, other.email);
    const mail = await inbox.mailTo(other.email);
    expect(mail.subject).toBe(subject);
    expect(mail.text).toContain(heading);
    expect(mail.html).toContain(`<html lang="${owner}">`);
  },
);

test('the primary address is a verified one; both the old and the new one are told of a change', async () => {
  const person = await app.aPerson();
  await add(person, 'unverified@example.test');
  expect(codeOf(await mutate(person, 'makeEmailAddressPrimary', 'unverified@example.test'))).toBe('CONFLICT');
  const next = await aVerifiedAddress(person);

  const { data } = await mutate(person, 'makeEmailAddressPrimary', next.toUpperCase());
  expect(data.makeEmailAddressPrimary.viewer).toMatchObject({ email: next, emailVerified: true });
  for (const address of [person.email, next]) {
    // oxlint-disable-next-line no-await-in-loop -- two
    const mail = await inbox.mailTo(address, address === next ? 2 : 1);
    expect(mail.subject).toBe('Your primary e-mail address was changed');
    expect(mail.text).toContain(`Before: ${person.email}\nNow: ${next}`);
  }
  expect((await actionsOf(person)).at(-1)).toEqual({
    action: 'user.primary_email',
    details: { from: person.email, to: next },
  });
  const again = await mutate(person, 'makeEmailAddressPrimary', next);
  expect(again.errors).toBeUndefined();
  expect((await actionsOf(person)).filter(({ action }) => action === 'user.primary_email')).toHaveLength(1);
});

test('the primary address, and with it the last verified one, cannot be removed; of primary and removal at the same moment one wins', async () => {
  const person = await app.aPerson();
  expect(codeOf(await mutate(person, 'removeEmailAddress', person.email))).toBe('CONFLICT');
  const next = await aVerifiedAddress(person);
  await Promise.all([mutate(person, 'makeEmailAddressPrimary', next), mutate(person, 'removeEmailAddress', next)]);
  const { email, emailVerified, emails } = await emailsOf(person);
  expect(emailVerified).toBe(true);
  expect(emails.map(({ address }: { address: string }) => address)).toContain(email);
});

test('who has no verified address gets the first that is verified as the primary one', async () => {
  const person = await app.aPerson();
  await app.database.query('UPDATE email_addresses SET verified_at = NULL WHERE user_id = $1', [person.id]);
  expect((await emailsOf(person)).emailVerified).toBe(false);
  const address = await aVerifiedAddress(person);
  expect(await emailsOf(person)).toMatchObject({ email: address, emailVerified: true });
});

test('the database holds no secret, and neither does an error of a mail server that quotes the mail', async () => {
  const person = await app.aPerson();
  reply = ({ text }) =>
    inbox.to('dump@example.test').length === 1
      ? refusal(451, `Try later, you wrote: ${text?.replaceAll(/\s+/g, ' ')}`)
      : null;
  await add(person, 'dump@example.test');
  const first = secretIn(await inbox.mailTo('dump@example.test'));
  const quoting = () => app.database.query('SELECT FROM graphile_worker._private_jobs WHERE last_error IS NOT NULL');
  await expect.poll(quoting).toHaveLength(1);
  const between = await dumpOf(app.database);
  await retryAtOnce(app.database);
  const mail = await inbox.mailTo('dump@example.test', 2);
  const second = secretIn(mail);

  // The outcome of the first try may be unknown: it has the same Message-ID, and whichever of the two mails arrived, its link works.
  expect(mail.messageId).toBe(inbox.to('dump@example.test')[0]?.messageId);
  expect(second).not.toBe(first);
  const dump = between + (await dumpOf(app.database));
  expect(dump).toContain('dump@example.test');
  expect([first, second].some((secret) => dump.includes(secret))).toBe(false);
  expect((await verify(first)).status).toBe(204);
  expect((await verify(second)).status).toBe(401);
  const after = await dumpOf(app.database);
  expect([first, second].some((secret) => after.includes(secret))).toBe(false);
});

test('nobody is flooded: after ten mails in an hour a person is told to wait', async () => {
  const person = await app.aPerson();
  await add(person, 'flood@example.test');
  const answers = [];
  for (let count = 0; count < 10; count++)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    answers.push(codeOf(await mutate(person, 'sendEmailVerification', 'flood@example.test')));
  expect(answers.filter((code) => code === 'RATE_LIMITED')).toHaveLength(1);
  await expect.poll(() => inbox.to('flood@example.test').length, { timeout: 15_000 }).toBeLessThanOrEqual(10);
});

test('ML-4: a mail whose outcome is unknown is not sent again, nor turned into a warning, once its link is used', async () => {
  const person = await app.aPerson();
  const address = 'unknown-outcome@example.test';
  reply = ({ recipients }) => (recipients.includes(address) ? refusal(451) : null);
  await add(person, address);
  expect((await verify(secretIn(await inbox.mailTo(address)))).status).toBe(204);
  await retryAtOnce(app.database);
  await expect
    .poll(() => app.database.query(`SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'send-mail'`), {
      timeout: 30_000,
    })
    .toEqual([]);
  expect(inbox.to(address).map(({ subject }) => subject)).toEqual(['Verify your e-mail address']);
});

test('a stranger who asks for links to an address uses nothing up of what may be mailed there', async () => {
  const [person, stranger] = [await app.aPerson(), await app.aPerson()];
  for (let count = 0; count < 10; count++)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(codeOf(await mutate(stranger, 'sendEmailVerification', 'burned@example.test'))).toBe('NOT_FOUND');
  await add(person, 'burned@example.test');
  expect((await verify(secretIn(await inbox.mailTo('burned@example.test')))).status).toBe(204);
});

test('verify-email wants its header, and a secret', async () => {
  const post = (body: object, headers: object) =>
    fetch(`${app.address}/auth/verify-email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  expect((await post({ secret: 'x' }, {})).status).toBe(403);
  const refused = await post({}, { 'x-countersign-csrf': '1' });
  expect([refused.status, await refused.json()]).toMatchObject([
    422,
    { code: 'INVALID', fields: { secret: expect.any(String) } },
  ]);
});
