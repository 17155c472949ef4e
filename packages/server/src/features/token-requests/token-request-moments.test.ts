import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../platform/telemetry/log.ts';
import { TestApp } from '../../testing/test-app.ts';
import { startLastUses } from '../tokens/last-uses.ts';
import { regenerateToken } from '../tokens/regenerate-token.ts';
import { cancelTokenRequest } from './cancel-token-request.ts';

const ROUNDS = 8;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

/** Where what the queue is sorted by is not what the requests and their tokens say. */
const strays = () =>
  app.database.query(
    `SELECT request.id FROM token_requests request JOIN tokens token ON token.id = request.token_id
       LEFT JOIN token_request_moments moments ON moments.request_id = request.id
      WHERE (moments.organization_id, moments.status, moments.created_at, moments.last_used_at, moments.expires_at) IS DISTINCT FROM
            (request.organization_id, request.status, request.created_at, coalesce(token.last_used_at, 'infinity'), coalesce(token.expires_at, 'infinity'))`,
  );

test('RQ-3: what the queue is sorted by follows each request and its token, through all that happens to them', async () => {
  const { owner, member, organization } = await app.aTeam();
  const { token } = await app.aToken(member, organization.login);
  const session = await app.sessionOf(member);
  expect(await strays()).toEqual([]);
  app.lastUses.through('GIT')(token.id, new Date());
  await app.lastUses.write();
  expect(await strays()).toEqual([]);
  await regenerateToken(session, { tokenId: token.id, neverExpires: false, expiresInDays: 90 });
  expect(await strays()).toEqual([]);
  await app.decideAll(owner, organization, 'APPROVED');
  expect(await strays()).toEqual([]);
  const { token: other } = await app.aToken(member, organization.login);
  const [asked] = await app.database.query('SELECT id FROM token_requests WHERE token_id = $1', [other.id]);
  await cancelTokenRequest(session, asked.id);
  expect(await strays()).toEqual([]);
  expect(await app.database.query('SELECT DISTINCT status FROM token_request_moments ORDER BY status')).toEqual([
    { status: 'APPROVED' },
    { status: 'CANCELLED' },
  ]);
});

test(`RQ-7, TK-13: decided, used in two processes and regenerated at the same moment, ${ROUNDS} times: nobody waits in a circle`, async () => {
  const { owner, member, organization } = await app.aTeam();
  const session = await app.sessionOf(member);
  // Uses that could not be written are kept for the next time, and nobody hears of it but the log.
  const warnings: string[] = [];
  const log = createLog('warn', { write: (line) => void warnings.push(line) });
  for (let round = 0; round < ROUNDS; round++) {
    // oxlint-disable no-await-in-loop -- round after round
    await app.database.query('UPDATE tokens SET deleted_at = now() WHERE deleted_at IS NULL');
    await app.manyRequests(organization, member, 40);
    const rows: { id: number }[] = await app.database.query(
      'SELECT id FROM tokens WHERE deleted_at IS NULL ORDER BY id',
    );
    const ids = rows.map(({ id }) => id);
    const uses = [ids, ids.toReversed()].map((order, number) => {
      const one = startLastUses(app.database, log);
      const note = one.through('REST');
      for (const id of order) note(id, new Date(Date.now() + number));
      return one;
    });
    const lives = [{ expiresInDays: 7 }, { expiresInDays: 300 }];
    const done = await Promise.allSettled([
      app.decideAll(owner, organization, round % 2 ? 'APPROVED' : 'DENIED'),
      ...uses.map((one) => one.stop()),
      ...ids.slice(10, 16).map((tokenId, index) => regenerateToken(session, { tokenId, ...lives[index % 2] })),
    ]);
    // oxlint-enable no-await-in-loop
    expect(done.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(warnings).toEqual([]);
  }
  expect(await strays()).toEqual([]);
});
