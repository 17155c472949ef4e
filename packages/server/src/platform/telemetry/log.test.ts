import fastify from 'fastify';
import { expect, test } from 'vitest';
import { loggedBy, tellRequestIds } from '../http/request-ids.ts';
import { createLog, withoutSecrets } from './log.ts';

function aLog() {
  const lines: string[] = [];
  return { lines, log: createLog('debug', { write: (line: string) => void lines.push(line) }) };
}

test('TK-2: secrets are struck out, wherever they stand', () => {
  const { lines, log } = aLog();
  const secret = `csf_${'a'.repeat(36)}`;
  log.info({
    token: 'hush',
    headers: { authorization: 'hush', cookie: 'hush', 'set-cookie': 'hush' },
    body: { user: { password: 'hush' } },
  });
  log.error(new Error(`no ${secret} here`), `odd ${secret}`);
  log.info({ deep: { err: new Error('outer', { cause: new Error(secret) }) } });
  expect(lines.join('')).not.toContain('hush');
  expect(lines.join('')).not.toContain(secret);
  expect(lines[1]).toContain('odd csf_[redacted]');
});

test.each([
  ['/oauth/x?code=hush&state=hush', '/oauth/x?code=…&state=…'],
  ['https://user:hush@example.com/a#hush', 'https://example.com/a'],
  ['/plain', '/plain'],
  ['//evil.example.com/a?token=hush', '//evil.example.com/a?token=…'],
])('an address is logged without secrets: %s', (url, shown) => {
  expect(withoutSecrets(url)).toBe(shown);
});

test('a request is logged under the id that its answer tells, and not under one that it brought', async () => {
  const { lines, log } = aLog();
  const app = fastify(loggedBy(log));
  tellRequestIds(app);
  app.get('/thing', async () => 'ok');

  const answer = await app.inject({
    url: '/thing?access_token=hush',
    headers: { 'x-request-id': 'forged', authorization: 'Bearer hush' },
  });

  const id = answer.headers['x-request-id'];
  expect(id).toMatch(/^[\da-f-]{36}$/);
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ reqId: id, req: expect.objectContaining({ url: '/thing?access_token=…' }) }),
  );
  expect(lines.join('')).not.toContain('hush');
  await app.close();
});

test('TK-2: what a request logs of itself is struck out too, and a route that logs less logs no more than that', async () => {
  const { lines, log } = aLog();
  const app = fastify(loggedBy(log));
  const secret = `csf_${'a'.repeat(36)}`;
  app.get('/quiet', { logLevel: 'warn' }, async (request) => {
    request.log.info('said by nobody');
    request.log.warn({ headers: { authorization: 'hush' }, token: 'hush' }, `odd ${secret}`);
    request.log.child({ password: 'hush', part: 'inner' }).error(new Error(secret));
    return request.id;
  });
  const { body: reqId } = await app.inject('/quiet');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: 'warn', reqId, token: '[redacted]', msg: 'odd csf_[redacted]' }),
    expect.objectContaining({ level: 'error', reqId, part: 'inner', password: '[redacted]' }),
  ]);
  expect(lines.join('')).not.toMatch(/hush|a{36}/);
  await app.close();
});
