import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAppOn } from '../../testing/an-app.ts';
import { rest } from '../../testing/signed-app.ts';
import { TestApp } from '../../testing/test-app.ts';
import { deleteEndedInstallationTokens } from './delete-ended-installation-tokens.job.ts';

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

  await deleteEndedInstallationTokens({ database, now: after(24 * HOUR) });
  expect(await tokens()).toHaveLength(2503);
  await deleteEndedInstallationTokens({ database, now: after(24.75 * HOUR) });
  expect(await tokens()).toEqual(['CLASSIC', 'APP_INSTALLATION', 'APP_INSTALLATION']);
  await Promise.all([1, 2].map(() => deleteEndedInstallationTokens({ database, now: after(25.5 * HOUR) })));
  expect(await tokens()).toEqual(['CLASSIC']);
});
