import { LIMITS } from '@countersign/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anApp } from '../../testing/an-app.ts';
import { anAppUserToken } from '../../testing/app-user.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { User } from '../users/user.entity.ts';
import { remindOfExpiry } from './remind-of-expiry.job.ts';
import { revokeIdleTokens } from './revoke-idle-tokens.job.ts';
import { tellExpired } from './tell-expired.job.ts';

// Tokens that Apps have for a person are not among those that the person made: they are counted, listed, previewed and reminded of nowhere.

const HOUR = 60 * 60 * 1000;
const begin = new Date('2098-01-01T00:00:00.000Z');
const after = (hours: number) => new Date(begin.getTime() + hours * HOUR);

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

/** A person and an organization of theirs, and an App that has a token for them. */
async function aPersonWithApp(expiresAt?: Date | null) {
  app.now = begin;
  const owner = await app.aPerson();
  const organization = await app.anOrganization(owner);
  const { app: bot } = await anApp(app, organization);
  const made = await anAppUserToken(app, owner.id, bot.id, { expiresAt });
  return { owner, organization, bot, ...made };
}
const rowsAbout = async (owner: User, token: { id: number }) => ({
  mails: await app.database.query(`SELECT kind FROM daily_mails WHERE user_id = $1`, [owner.id]),
  notices: await app.database.query('SELECT days_before FROM expiry_notices WHERE token_id = $1', [token.id]),
  entries: await app.database.query(
    `SELECT action FROM audit_entries WHERE user_id = $1 AND action ~ '(destroy|revoke)'`,
    [owner.id],
  ),
});
const NOTHING = { mails: [], notices: [], entries: [] };

test('they are in no list of one’s own tokens, and are none of them by their id', async () => {
  const { owner, token } = await aPersonWithApp();
  const { data } = await app.as(owner, '{ viewer { personalAccessTokens(first: 9) { totalCount nodes { name } } } }');
  expect(data.viewer.personalAccessTokens).toEqual({ totalCount: 0, nodes: [] });
  const ONE = 'query ($id: Int!) { viewer { personalAccessToken(databaseId: $id) { name } } }';
  const one = await app.as(owner, ONE, { id: token.id });
  expect(one.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  for (const mutation of [
    'mutation ($id: ID!) { deleteToken(input: { tokenId: $id }) { clientMutationId } }',
    'mutation ($id: ID!) { regenerateToken(input: { tokenId: $id, expiresInDays: 7 }) { secret } }',
  ])
    // oxlint-disable-next-line no-await-in-loop -- two
    expect((await app.as(owner, mutation, { id: String(token.id) })).errors).toMatchObject([
      { extensions: { code: 'NOT_FOUND' } },
    ]);
});

test('TK-4: they take no name and no place among the 50 that one may have', async () => {
  const { owner, bot, token } = await aPersonWithApp();
  expect(token.name).toBe(bot.name);
  await app.database.query(
    `INSERT INTO tokens (kind, user_id, app_id, name, secret_hash, last_eight, created_at, issued_at)
     SELECT 'APP_USER', $1, $2, 'many', decode(md5(gen_random_uuid()::text), 'hex'), '12345678', $3, $3 FROM generate_series(1, $4::int)`,
    [owner.id, bot.id, begin, LIMITS.activeFineGrainedTokens],
  );
  const { token: named } = await app.aToken(owner, owner.login, { name: bot.name });
  expect(named.name).toBe(bot.name);
  const RENAME = `mutation ($id: ID!) { updateFineGrainedToken(input: { tokenId: $id, name: "many" }) { token { name } } }`;
  const { data, errors } = await app.as(owner, RENAME, { id: String(named.id) });
  expect([errors, data?.updateFineGrainedToken.token.name]).toEqual([undefined, 'many']);
});

test('ML-3: nobody is reminded of their end, nor told of it', async () => {
  const { owner, token } = await aPersonWithApp();
  const { owner: another, token: lasting } = await aPersonWithApp(after(24 * 40));
  for (const hours of [1, 9, 24 * 11, 24 * 34, 24 * 39.5, 24 * 41]) {
    // oxlint-disable no-await-in-loop -- one day after the other
    await remindOfExpiry({ database: app.database, now: after(hours) });
    await tellExpired({ database: app.database, now: after(hours) });
    // oxlint-enable no-await-in-loop
  }
  expect(await rowsAbout(owner, token)).toEqual(NOTHING);
  expect(await rowsAbout(another, lasting)).toEqual(NOTHING);
});

test('EX-3: one without end is not revoked for want of use', async () => {
  const { owner, token, secret } = await aPersonWithApp(null);
  await revokeIdleTokens({ database: app.database, now: after(24 * 800) });
  expect(await rowsAbout(owner, token)).toEqual(NOTHING);
  expect((await app.as(secret, '{ viewer { login } }')).status).toBe(200);
});

test('PO-7: no policy of tokens blocks them, and no preview counts them', async () => {
  const { owner, organization } = await aPersonWithApp(null);
  const PREVIEW = `query ($input: PreviewTokenPolicyInput!) { previewTokenPolicy(input: $input) { blockedTokenCount blockedPersonCount } }`;
  const input = {
    organization: organization.login,
    fineGrainedAccess: 'RESTRICTED',
    classicAccess: 'RESTRICTED',
  } as const;
  const { data, errors } = await app.as(owner, PREVIEW, { input });
  expect([errors, data?.previewTokenPolicy]).toEqual([undefined, { blockedTokenCount: 0, blockedPersonCount: 0 }]);
});
