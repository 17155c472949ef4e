import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { measureRequests } from '../telemetry/metrics.ts';
import { healthRoutes } from './health.routes.ts';
import { securityHeaders } from './security-headers.ts';
import { spaRoutes } from './spa.routes.ts';

let root: string;
let app: FastifyInstance;
let databaseAnswers = true;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'countersign-web-'));
  await mkdir(join(root, 'assets'));
  await Promise.all([
    writeFile(join(root, 'index.html'), 'the page'),
    writeFile(join(root, 'sandbox.html'), 'the sandbox'),
    writeFile(join(root, 'favicon.svg'), '<svg/>'),
    writeFile(join(root, 'assets', 'main-1a2b.js'), 'code'),
  ]);
  app = fastify();
  measureRequests(app);
  securityHeaders(app, { publicUrl: 'https://tokens.example.com' });
  await app.register(healthRoutes, {
    checks: [
      { name: 'database', check: async () => databaseAnswers },
      { name: 'jobs', check: () => Promise.reject(new Error('broken')) },
    ],
  });
  await app.register(spaRoutes, { root });
});
afterAll(async () => {
  await app.close();
  await rm(root, { recursive: true });
});

test.each([
  '/',
  '/settings/personal-access-tokens/new',
  '/organizations/acme/settings/members?x=1',
  '/apiary',
  '/login',
])('%s is the page, never cached', async (path) => {
  const answer = await app.inject(path);
  expect(answer).toMatchObject({ statusCode: 200, body: 'the page' });
  expect(answer.headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': 'text/html; charset=utf-8' });
});

test.each([
  '/api/v3/nothing',
  '/git/a/b.git/HEAD',
  '/auth/nothing',
  '/dev/mailbox',
  '/oauth/x',
  '/login/oauth/access_token',
  '/gate',
  '/assets/gone.js',
])('%s is never answered with the page', async (path) => expect((await app.inject(path)).statusCode).toBe(404));

test('hashed files are cached for a year; the sandbox and files beside the page are served as they are', async () => {
  const asset = await app.inject('/assets/main-1a2b.js');
  expect(asset).toMatchObject({ statusCode: 200, body: 'code' });
  expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect((await app.inject('/sandbox')).body).toBe('the sandbox');
  expect((await app.inject('/favicon.svg')).headers['content-type']).toBe('image/svg+xml');
});

test.each(['/..%2f..%2fetc/passwd', '/assets/..%2findex.html', '/assets/%2e%2e/index.html'])(
  '%s leaves the folder nowhere',
  async (path) => {
    const { statusCode, body } = await app.inject(path);
    expect(statusCode === 200 ? body : 'refused').toMatch(/^(the page|refused)$/);
  },
);

test('pages that are not built are said so', async () => {
  const bare = fastify();
  await bare.register(spaRoutes, { root: join(root, 'nowhere') });
  expect(await bare.inject('/')).toMatchObject({ statusCode: 503, body: expect.stringContaining('pnpm build') });
  await bare.close();
});

test('every answer forbids inline scripts, frames and sniffing', async () => {
  const { headers } = await app.inject('/');
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toMatch(/script-src 'self'(;|$)/);
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'strict-transport-security': 'max-age=31536000',
  });
});

test('alive at once, ready when everything is, and saying what is missing', async () => {
  expect((await app.inject('/healthz')).statusCode).toBe(200);
  expect(await app.inject('/readyz')).toMatchObject({
    statusCode: 503,
    body: JSON.stringify({ status: 'not ready', failed: ['jobs'] }),
  });
  databaseAnswers = false;
  expect((await app.inject('/readyz')).json()).toMatchObject({ failed: ['database', 'jobs'] });
});

test('metrics know requests by route', async () => {
  await app.inject('/settings/1');
  const { body } = await app.inject('/metrics');
  expect(body).toContain('http_request_duration_seconds_count{method="GET",route="/*",status="200"}');
  expect(body).toContain('nodejs_eventloop_lag_seconds');
});
