import { afterAll, beforeAll, expect, test } from 'vitest';
import { anApp, anAppOn } from '../../testing/an-app.ts';
import { anAppUserToken, aRefreshTokenOf } from '../../testing/app-user.ts';
import { rest } from '../../testing/signed-app.ts';
import { TestApp } from '../../testing/test-app.ts';
import { deleteEndedAppTokens } from './delete-ended-app-tokens.job.ts';

let server: TestApp;
beforeAll(async () => {
  server = await TestApp.open();
});
afterAll(() => server.close());

const HOUR = 60 * 60 * 1000;
const after = (time: number) => new Date(Date.now() + time);
const tokens = async () =>
  (await server.database.query<{ kind: string }[]>('SELECT kind FROM tokens ORDER BY id')).map(({ kind }) => kind);

test('EX-8: installation tokens are gone a day after they ended, used or revoked, any number of them; others stay', async () => {
  const { owner, organization } = await server.aTeam();
  await server.aClassicToken(owner);
  const { signed, installationId } = await anAppOn(server, organization);
  await signed.token(installationId);
  await rest(server, `token ${await signed.token(installationId)}`, 'DELETE', '/installation/token');
  await server.database.query(
    `INSERT INTO tokens (kind, installation_id, name, secret_hash, last_eight, repository_selection, created_at, issued_at, expires_at)
     SELECT 'APP_INSTALLATION', $1, 'many', decode(md5(n::text), 'hex'), '12345678', 'ALL', now(), now(), now() + interval '30 minutes'
       FROM generate_series(1, 2500) n`,
    [installationId],
  );
  const { database } = server;

  await deleteEndedAppTokens({ database, now: after(24 * HOUR) });
  expect(await tokens()).toHaveLength(2503);
  await deleteEndedAppTokens({ database, now: after(24.75 * HOUR) });
  expect(await tokens()).toEqual(['CLASSIC', 'APP_INSTALLATION', 'APP_INSTALLATION']);
  await Promise.all([1, 2].map(() => deleteEndedAppTokens({ database, now: after(25.5 * HOUR) })));
  expect(await tokens()).toEqual(['CLASSIC']);
});

test('EX-8: a token of an App for a person goes with its refresh token, a day after both ended, and not before', async () => {
  const { member, organization } = await server.aTeam();
  const { app } = await anApp(server, organization);
  const { database } = server;
  const userTokens = async () =>
    (await database.query<{ id: number }[]>('SELECT id FROM tokens WHERE app_id = $1 ORDER BY id', [app.id])).map(
      ({ id }) => id,
    );
  const aPair = async () => {
    const { token } = await anAppUserToken(server, member.id, app.id, { expiresAt: after(HOUR) });
    const refresh = await aRefreshTokenOf(server, token);
    return [token.id, refresh.token.id];
  };
  const [renewable, revoked, half] = [await aPair(), await aPair(), await aPair()];
  const endless = (await anAppUserToken(server, member.id, app.id, { expiresAt: null })).token.id;
  const expired = (await anAppUserToken(server, member.id, app.id, { expiresAt: after(HOUR) })).token.id;
  await database.query('UPDATE tokens SET revoked_at = $2 WHERE id = ANY($1)', [[...revoked, half[0]], after(HOUR)]);
  // Refresh tokens of the tests live as long as the others.
  await database.query(`UPDATE tokens SET expires_at = now() + interval '90 days' WHERE kind = 'APP_REFRESH'`);

  await deleteEndedAppTokens({ database, now: after(24 * HOUR) });
  expect(await userTokens()).toEqual([...renewable, ...revoked, ...half, endless, expired]);
  await deleteEndedAppTokens({ database, now: after(26 * HOUR) });
  expect(await userTokens()).toEqual([...renewable, ...half, endless]);
  await deleteEndedAppTokens({ database, now: after(92 * 24 * HOUR) });
  expect(await userTokens()).toEqual([endless]);
});
