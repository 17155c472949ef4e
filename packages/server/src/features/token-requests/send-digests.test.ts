import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';
import { sendDigests } from './send-digests.job.ts';
import { whatWaitsFor } from './tell-owners.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
// Each test has days of its own, so that none sends another's digests.
let day = Date.parse('2098-01-01T00:00:00.000Z');

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
beforeEach(async () => {
  day += 30 * DAY;
  app.now = new Date(day);
  await app.database.query(
    `UPDATE token_requests SET status = 'CANCELLED', decided_at = created_at WHERE status = 'PENDING'`,
  );
});
afterAll(() => app.close());

const at = (hours: number) => (app.now = new Date(day + hours * HOUR));
const run = (now = app.now!) => sendDigests({ database: app.database, digestHour: 8, now });
const choose = (user: User, digest: string) =>
  app.as(user, `mutation { updateNotificationPreferences(input: { digest: ${digest} }) { clientMutationId } }`);
const sent = () =>
  vi.waitFor(
    async () =>
      expect(
        await app.database.query(`SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'send-mail'`),
      ).toEqual([]),
    10_000,
  );
const mailsTo = async ({ email }: User): Promise<{ subject: string; text: string; html: string }[]> => {
  await sent();
  return app.database.query(
    `SELECT subject, text, html FROM mailbox_messages WHERE "to" = $1 AND subject NOT LIKE '%created' ORDER BY id`,
    [email],
  );
};
const subjectsTo = async (user: User) => (await mailsTo(user)).map(({ subject }) => subject);

test('ML-1: an owner gets one digest a day with all that waits, grouped by organization, from the hour on', async () => {
  const { owner, member, organization } = await app.aTeam();
  const second = await app.anOrganization(owner);
  const empty = await app.anOrganization(owner);
  await app.join(owner, second, member.login);
  const ids = await app.manyRequests(organization, member, 7);
  const { token } = await app.aToken(member, second.login, { name: 'deploy <i>it</i>', expiresInDays: 90 });

  await run(new Date(at(8).getTime() - 1));
  expect(await subjectsTo(owner)).toEqual([]);

  await run(at(8));
  await run(at(8.5));
  await run(at(23));

  const [mail, ...more] = await mailsTo(owner);
  expect(more).toEqual([]);
  expect(mail?.subject).toBe('8 token requests wait for your review');
  expect(mail?.text).toContain(`${organization.login}: 7 requests`);
  expect(mail?.text).toContain(`${second.login}: 1 request`);
  expect(mail?.text).not.toContain(empty.login);
  const queue = `http://countersign.test/organizations/${organization.login}/settings/personal-access-token-requests`;
  expect(mail?.text).toContain(`Review all requests of ${organization.login}:\n${queue}\n`);
  // The oldest five, and not the other two.
  expect(ids.filter((id) => mail?.text.includes(`${queue}/${id}\n`))).toEqual(ids.slice(0, 5));
  expect(mail?.html).toContain('deploy &lt;i&gt;it&lt;/i&gt;');
  expect(mail?.text).toContain(`- ${token.name}\n  Asked for by ${member.login} on `);
  expect(await subjectsTo(member)).toEqual([]);

  await run(at(24 + 8));
  expect(await subjectsTo(owner)).toHaveLength(2);
});

test('ML-1: two processes at once and one that comes up later the same day send it once', async () => {
  const teams = [await app.aTeam(), await app.aTeam(), await app.aTeam()];
  for (const { organization, member } of teams)
    // oxlint-disable-next-line no-await-in-loop
    await app.manyRequests(organization, member, 1);

  // Nobody was up at the hour.
  at(15);
  await Promise.all([run(), run(), run(), run()]);
  await run(at(15.5));

  for (const { owner } of teams)
    // oxlint-disable-next-line no-await-in-loop
    expect(await subjectsTo(owner)).toEqual(['1 token request waits for your review']);
});

test('ML-1: a clock that jumps by months and back sends nobody the digest of a day twice', async () => {
  const { owner, member, organization } = await app.aTeam();
  await app.manyRequests(organization, member, 1);
  const forget = async () => {
    await addJobs(app.database.manager, [{ task: 'forget-daily-mails', payload: {} }]);
    await app.jobsDone();
  };
  const daysOf = async () => {
    const rows: unknown[] = await app.database.query('SELECT FROM daily_mails WHERE user_id = $1', [owner.id]);
    return rows.length;
  };
  await run(at(8));
  at(366 * 24);
  await forget();
  await run(at(9));
  expect(await subjectsTo(owner)).toHaveLength(1);
  expect(await daysOf()).toBe(1);

  at(367 * 24);
  await forget();
  expect(await daysOf()).toBe(0);
});

test('ML-1: none when nothing waits, and what comes after its hour is for the next day', async () => {
  const { owner, member, organization } = await app.aTeam();
  await run(at(9));
  await app.manyRequests(organization, member, 1);
  await run(at(10));
  expect(await subjectsTo(owner)).toEqual([]);

  await run(at(24 + 8));
  expect(await subjectsTo(owner)).toHaveLength(1);
});

test('ML-1: a digest says what waits when it goes out: nothing that was decided, nothing to who is no owner any more', async () => {
  const { owner, member, organization } = await app.aTeam();
  const other = await app.aPerson();
  await app.join(owner, organization, other.login, 'OWNER');
  await app.manyRequests(organization, member, 1);
  const waitingFor = (person: User) => whatWaitsFor(app.database.manager, person.id);
  expect((await waitingFor(other))?.organizations).toMatchObject([{ organization: organization.login, count: 1 }]);
  await app.join(owner, organization, other.login, 'MEMBER');
  expect(await waitingFor(other)).toBeNull();

  await app.decideAll(owner, organization, 'DENIED');
  expect(await waitingFor(owner)).toBeNull();
});

test('ML-1: no digest to who is suspended, not verified, no owner, or wants none', async () => {
  const { owner, member, organization } = await app.aTeam();
  const [suspended, unverified, off, instant] = (await Promise.all(Array.from({ length: 4 }, () => app.aPerson()))) as [
    User,
    User,
    User,
    User,
  ];
  for (const { login } of [suspended, unverified, off, instant])
    // oxlint-disable-next-line no-await-in-loop
    await app.join(owner, organization, login, 'OWNER');
  await app.database.query('UPDATE users SET suspended_at = $2 WHERE id = $1', [suspended.id, app.now]);
  await app.database.query('UPDATE email_addresses SET verified_at = NULL WHERE user_id = $1', [unverified.id]);
  await choose(off, 'OFF');
  await choose(instant, 'INSTANT');
  await app.manyRequests(organization, member, 1);
  await run(at(8));
  expect(await subjectsTo(owner)).toHaveLength(1);
  for (const person of [suspended, unverified, off, instant, member])
    // oxlint-disable-next-line no-await-in-loop
    expect(await subjectsTo(person)).toEqual([]);
});

const ask = async (member: User, organization: Organization) =>
  (await app.aToken(member, organization.login, { name: app.aName('deploy'), reason: 'It is <b>Friday</b>.' })).token;

test('ML-1: who wants to hear of each request gets a mail as it arrives, and the others do not', async () => {
  const { owner, member, organization } = await app.aTeam();
  const instant = await app.aPerson();
  await app.join(owner, organization, instant.login, 'OWNER');
  await choose(instant, 'INSTANT');
  const token = await ask(member, organization);

  const [mail, ...more] = await mailsTo(instant);
  expect(more).toEqual([]);
  expect(mail?.subject).toBe(`[${organization.login}] The token "${token.name}" asks for access`);
  expect(mail?.text).toContain('> It is <b>Friday</b>.');
  expect(mail?.html).toContain('It is &lt;b&gt;Friday&lt;/b&gt;.');
  expect(mail?.html).toMatch(
    new RegExp(
      `href="http://countersign.test/organizations/${organization.login}/settings/personal-access-token-requests/\\d+"`,
    ),
  );
  expect(await subjectsTo(owner)).toEqual([]);

  // What needs no review is no news, and neither is what happens to who has switched them off.
  await app.setPolicy(organization, { approval: 'NOT_REQUIRED' });
  await ask(member, organization);
  await app.setPolicy(organization, { approval: 'REQUIRED' });
  await choose(instant, 'OFF');
  await ask(member, organization);
  expect(await subjectsTo(instant)).toHaveLength(1);
});
