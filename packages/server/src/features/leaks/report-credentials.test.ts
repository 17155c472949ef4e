import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeTokenSecret } from '../../access/secrets.ts';
import { anApp } from '../../testing/an-app.ts';
import { anAppUserToken, aRefreshTokenOf } from '../../testing/app-user.ts';
import { dumpOf } from '../../testing/database-dump.ts';
import { octokitFor, refusalOf } from '../../testing/installed-app.ts';
import { LeakYard } from '../../testing/leak-yard.ts';

let yard: LeakYard;
beforeAll(async () => {
  yard = await LeakYard.open();
});
afterAll(() => yard.close());
beforeEach(() => yard.app.database.query('DELETE FROM sign_in_attempts'));

async function report(body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${yard.app.address}/api/v3/credentials/revoke`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.json() };
}

test('EX-5, EX-10, ML-3: whoever has a secret ends its token: dead with the answer, its user mailed, the log says why', async () => {
  const { secret, user } = await yard.aSecret();
  const { secret: fineGrained } = await yard.app.aToken(user, user.login, { name: 'ci' });

  expect(await report({ credentials: [secret, fineGrained, secret] })).toMatchObject({ status: 202, body: {} });

  expect([await yard.holds(secret), await yard.holds(fineGrained)]).toEqual([false, false]);
  expect(await yard.endsOf(user)).toMatchObject([
    { action: 'oauth_access.revoke', details: { explanation: 'reported as exposed' }, actor: null },
    { action: 'personal_access_token.credential_revoked', subject: 'ci' },
  ]);
  const mails = await yard.mailsTo(user);
  expect(mails).toHaveLength(2);
  expect(mails.find(({ subject }) => subject.includes('"ci"'))!.text).toContain('reported it');
});

test('EX-5, EX-10: with the token that an App has for a person goes its refresh token, and the other way round; the person is mailed once', async () => {
  const { organization, member } = await yard.app.aTeam();
  const { app } = await anApp(yard.app, organization);
  const aPair = async () => {
    const { token, secret } = await anAppUserToken(yard.app, member.id, app.id);
    return { secret, refresh: (await aRefreshTokenOf(yard.app, token)).secret };
  };
  const [one, another, both, kept] = [await aPair(), await aPair(), await aPair(), await aPair()];
  await report({ credentials: [one.secret, another.refresh, both.secret, both.refresh] });
  const live = [one, another, both, kept].map(({ secret }) => yard.holds(secret));
  expect(await Promise.all(live)).toEqual([false, false, false, true]);
  const left = await yard.app.database.query(
    `SELECT kind FROM tokens WHERE app_id = $1 AND revoked_at IS NULL ORDER BY id`,
    [app.id],
  );
  expect(left).toEqual([{ kind: 'APP_USER' }, { kind: 'APP_REFRESH' }]);
  expect(await yard.endsOf(member)).toHaveLength(6);
  expect(await yard.mailsTo(member)).toHaveLength(4);
});

test.each(['access token', 'refresh token'] as const)(
  'EX-5, EX-10, ML-3: the reported %s of an App ends, and what goes with it; its person is told which App and where its agreement stands',
  async (which) => {
    const { app } = yard;
    const user = await app.aPerson();
    const { app: bot } = await anApp(app, await app.anOrganization(user));
    const access = await anAppUserToken(app, user.id, bot.id);
    const refresh = await aRefreshTokenOf(app, access.token);

    const { secret } = which === 'access token' ? access : refresh;
    expect(await report({ credentials: [secret] })).toMatchObject({ status: 202, body: {} });

    expect(await yard.holds(access.secret)).toBe(false);
    const left = 'SELECT FROM tokens WHERE id = ANY($1) AND revoked_at IS NULL';
    expect(await app.database.query(left, [[access.token.id, refresh.token.id]])).toEqual([]);
    const ended = { action: 'oauth_access.revoke', subject: bot.name, details: { explanation: 'reported as exposed' } };
    expect(await yard.endsOf(user)).toMatchObject([ended, ended]);
    const mails = await yard.mailsTo(user);
    expect(mails.map(({ subject }) => subject)).toEqual([
      `Action needed: a token of the App "${bot.name}" was revoked`,
    ]);
    expect(mails[0]!.text).toContain(`the ${which} of the App "${bot.name}" reported it`);
    expect(mails[0]!.html).toContain('href="http://countersign.test/settings/applications"');
    expect(mails[0]!.text).not.toContain(secret);
  },
);

test('EX-5: GitHub’s own client reports, and gets answers in GitHub’s shape', async () => {
  const { secret } = await yard.aSecret();
  const { credentials } = octokitFor(yard.app, null).rest;
  expect(await credentials.revoke({ credentials: [secret] })).toMatchObject({ status: 202, data: {} });
  expect(await yard.holds(secret)).toBe(false);
  expect(await refusalOf(credentials.revoke({ credentials: [] }))).toMatchObject({ status: 422 });
});

test('EX-5: known, unknown, ended and malformed get the same answer', async () => {
  const { secret, user } = await yard.aSecret();
  const known = await report({ credentials: [secret] });
  const others = [
    secret,
    makeTokenSecret('CLASSIC').secret,
    makeTokenSecret('APP_REFRESH').secret,
    'nonsense',
    '',
    '\0',
  ];
  for (const other of others)
    // oxlint-disable-next-line no-await-in-loop -- one report after the other
    expect(await report({ credentials: [other] })).toEqual(known);
  expect(await report({ credentials: [...others, ...Array.from({ length: 990 }, () => 'x')] })).toEqual(known);
  expect(await yard.mailsTo(user)).toHaveLength(1);
  expect(await yard.endsOf(user)).toHaveLength(1);
});

test('EX-5, AU-1: nothing of what was reported is kept but from where it came', async () => {
  const { secret, user } = await yard.aSecret();
  const unknown = makeTokenSecret('CLASSIC').secret;
  await report({ credentials: [secret, unknown] });
  await yard.app.jobsDone();
  const dump = await dumpOf(yard.app.database);
  expect(dump).not.toContain(secret);
  expect(dump).not.toContain(unknown);
  const [entry] = await yard.app.database.query(
    `SELECT ip, request_id AS "requestId" FROM audit_entries WHERE user_id = $1 AND action = 'oauth_access.revoke'`,
    [user.id],
  );
  expect(entry).toEqual({ ip: '127.0.0.1', requestId: expect.any(String) });
});

test('EX-5: a request with a credential, whichever, is refused, and ends nothing', async () => {
  const { secret } = await yard.aSecret();
  const refused = { status: 403, body: { message: 'Send this request without a credential.', status: '403' } };
  for (const authorization of [`Bearer ${secret}`, 'Bearer nonsense', ''])
    // oxlint-disable-next-line no-await-in-loop -- one request after the other
    expect(await report({ credentials: [secret] }, { authorization })).toMatchObject(refused);
  expect(await yard.holds(secret)).toBe(true);
});

test.each([
  '',
  '{}',
  '{"credentials":"csp_x"}',
  '{"credentials":[]}',
  '{"credentials":[1]}',
  '{"credentials":[null]}',
  JSON.stringify({ credentials: Array.from({ length: 1_001 }, () => 'x') }),
])('EX-5: %.40s is no report', async (body) => {
  expect(await report(body)).toMatchObject({
    status: 422,
    body: {
      message: 'Validation Failed',
      errors: [expect.stringContaining('"credentials"')],
      documentation_url: expect.any(String),
    },
  });
});

test.each([
  ['{', 'Problems parsing JSON'],
  ['[]', 'Body should be a JSON object'],
])('EX-5: %s cannot be read', async (body, message) => {
  expect(await report(body)).toMatchObject({ status: 400, body: { message } });
});

test('EX-5: one bad value spoils the report: none of the others is ended', async () => {
  const { secret } = await yard.aSecret();
  expect((await report({ credentials: [secret, 1] })).status).toBe(422);
  expect(await yard.holds(secret)).toBe(true);
});

test('EX-5: sixty reports an hour from one address, whatever becomes of them', async () => {
  const { secret } = await yard.aSecret();
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, at) => report(at % 2 ? {} : { credentials: ['x'] })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202, 422]));
  const refused = await report({ credentials: [secret] });
  expect(refused).toMatchObject({ status: 429, body: { message: 'API rate limit exceeded for 127.0.0.1.' } });
  expect(Number(refused.retryAfter)).toBeGreaterThan(0);
  expect(await yard.holds(secret)).toBe(true);
});

test('EX-5: the same secret, reported eight times at once: one entry, one mail', async () => {
  const { secret, user } = await yard.aSecret();
  const answers = await Promise.all(Array.from({ length: 8 }, () => report({ credentials: [secret] })));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  expect(await yard.endsOf(user)).toHaveLength(1);
  expect(await yard.mailsTo(user)).toHaveLength(1);
});
