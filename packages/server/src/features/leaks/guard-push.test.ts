import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createLog } from '../../platform/telemetry/log.ts';
import { LeakYard } from '../../testing/leak-yard.ts';
import type { RepositoryInSight } from '../repositories/repository.store.ts';
import { updateRepository } from '../repositories/update-repository.ts';
import { guardPush } from './guard-push.ts';

const soon = { timeout: 10_000 };

let yard: LeakYard;
beforeAll(async () => {
  yard = await LeakYard.open();
});
afterAll(() => yard.close());
afterEach(() => vi.useRealTimers());

/** As the door guards a push, by a server that goes no further than the test lets it. */
const guard = ({ id, name, visibility }: RepositoryInSight, longestWait?: number) => {
  const { database, settings } = yard.app;
  const repository = { id, name: `pusher/${name}`, isPublic: visibility === 'PUBLIC' };
  return guardPush({ database, settings, clock: () => new Date(), log: createLog('silent'), longestWait }, repository);
};
/** What git does of a push. */
const bring = (repository: RepositoryInSight, ...refs: string[]) =>
  yard.git.must(['push', '--quiet', yard.directoryOf(repository), ...refs], repository.name);
const letTimePass = () => yard.app.database.query('UPDATE graphile_worker._private_jobs SET run_at = now()');
const publish = async ({ name }: RepositoryInSight) =>
  updateRepository(await yard.app.sessionOf(yard.pusher), { owner: 'pusher', name, visibility: 'PUBLIC' });

test('EX-4: the scan is queued before git begins: killed in the middle, another server does it', async () => {
  const repository = await yard.aRepository();
  await yard.commit(repository, { readme: 'hello' });
  await bring(repository, 'main');
  const { secret, user } = await yard.aSecret();
  await yard.commit(repository, { secret });

  vi.useFakeTimers({ toFake: ['setInterval'] });
  await guard(repository);
  expect(await yard.scans()).toMatchObject([{ payload: { tips: null, before: [expect.any(String)] } }]);
  await bring(repository, 'main');
  expect(await yard.holds(secret)).toBe(true);

  await letTimePass();
  await yard.app.jobsDone();
  expect(await yard.holds(secret)).toBe(false);
  expect(await yard.mailsTo(user)).toHaveLength(1);
  expect(await yard.scans()).toEqual([]);
});

test('EX-4: as long as whoever guards a push is alive, the job is put off', async () => {
  const repository = await yard.aRepository();
  vi.useFakeTimers({ toFake: ['setInterval'] });
  const { finish } = await guard(repository);
  const [scan] = await yard.scans();
  const dueIn = async () => {
    const [job] = await yard.app.database.query(
      'SELECT extract(epoch FROM run_at - now())::int AS seconds FROM graphile_worker._private_jobs WHERE key = $1',
      [scan!.key],
    );
    return job.seconds as number;
  };
  await yard.app.database.query(`UPDATE graphile_worker._private_jobs SET run_at = now() + interval '5 seconds'`);
  vi.advanceTimersByTime(20_000);
  await expect.poll(dueIn, soon).toBeGreaterThan(50);
  await finish([]);
  expect(await yard.scans()).toEqual([]);
});

test('EX-4: what cannot be looked through in time is left to a job, and the push goes on', async () => {
  const repository = await yard.aRepository();
  const { secret } = await yard.aSecret();
  const commit = await yard.commit(repository, { secret });

  const { finish } = await guard(repository, 0);
  await bring(repository, 'main');
  await finish([commit]);

  await expect.poll(() => yard.holds(secret), soon).toBe(false);
  await yard.app.jobsDone();
  expect(await yard.scans()).toEqual([]);
});

test('EX-4: of pushes at the same time none hides an object from the other', async () => {
  const repository = await yard.aRepository();
  const [first, second] = [await yard.aSecret(), await yard.aSecret()];
  await yard.commit(repository, { readme: 'hello' });
  const one = await yard.commit(repository, { secret: first.secret });
  const early = await guard(repository);
  await bring(repository, 'main');

  // The other takes the branch on, and over what the first brought, before the first could look.
  const late = await guard(repository);
  await yard.git.must(['checkout', '--quiet', '--orphan', 'again'], repository.name);
  const other = await yard.commit(repository, { secret: second.secret });
  await bring(repository, '+again:main');
  await late.finish([other]);
  expect([await yard.holds(first.secret), await yard.holds(second.secret)]).toEqual([true, false]);

  await early.finish([one]);
  expect(await yard.holds(first.secret)).toBe(false);
});

test('EX-4: ids that never came are no fault', async () => {
  const repository = await yard.aRepository();
  const { secret } = await yard.aSecret();
  const { finish } = await guard(repository);
  await yard.commit(repository, { secret });
  await bring(repository, 'main');
  await finish(['1'.repeat(40), '2'.repeat(64)]);
  expect(await yard.holds(secret)).toBe(false);
  expect(await yard.scans()).toEqual([]);
});

test('EX-4: a scan that fails is a job, which is tried again', async () => {
  const repository = await yard.aRepository();
  const { secret } = await yard.aSecret();
  const { finish } = await guard(repository);
  await yard.commit(repository, { secret });
  await bring(repository, 'main');
  await yard.app.database.query(
    'ALTER TABLE audit_entries ADD CONSTRAINT no_revocation CHECK (action !~ $$revoke$$) NOT VALID',
  );
  await finish([]);
  expect(await yard.holds(secret)).toBe(true);
  expect(await yard.scans()).toHaveLength(1);
  await yard.app.database.query('ALTER TABLE audit_entries DROP CONSTRAINT no_revocation');
  await letTimePass();
  await expect.poll(() => yard.holds(secret), soon).toBe(false);
});

test('EX-4: a private repository that is made public is searched, all its branches and all its history', async () => {
  const repository = await yard.aRepository('PRIVATE');
  const [old, aside] = [await yard.aSecret(), await yard.aSecret()];
  await yard.commit(repository, { secret: old.secret });
  await yard.git.must(['rm', '--quiet', 'secret'], repository.name);
  await yard.commit(repository, {});
  await yard.git.must(['checkout', '--quiet', '-b', 'aside'], repository.name);
  await yard.commit(repository, { aside: aside.secret });
  expect(await yard.push(repository, ['main', 'aside'])).toMatchObject({ code: 0 });
  expect([await yard.holds(old.secret), await yard.holds(aside.secret)]).toEqual([true, true]);

  await publish(repository);
  await yard.app.jobsDone();
  expect([await yard.holds(old.secret), await yard.holds(aside.secret)]).toEqual([false, false]);
  const [mail] = await yard.mailsTo(old.user);
  expect(mail!.text).toContain(`Found in: pusher/${repository.name}`);
});

test('EX-4: a push into a private repository that is made public meanwhile is searched too', async () => {
  const repository = await yard.aRepository('PRIVATE');
  const { secret } = await yard.aSecret();
  const { finish } = await guard(repository);
  await publish(repository);
  await yard.app.jobsDone();
  await yard.commit(repository, { secret });
  await bring(repository, 'main');
  await finish([]);
  await yard.app.jobsDone();
  expect(await yard.holds(secret)).toBe(false);
});
