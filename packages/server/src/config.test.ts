import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Environment, readConfig } from './config.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const DATABASE_URL = 'postgres://app@db.example.com/app';

test('an empty environment is a demonstration on this machine alone', () => {
  expect(readConfig({})).toMatchObject({
    databaseUrl: null,
    port: 4000,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:4000',
    demo: true,
    encryptionKey: null,
    optInDefault: true,
    trustProxy: false,
    digestHour: 8,
  });
});

test('all bad variables are named at once', () => {
  const bad = { PORT: 'http', LOG_LEVEL: 'loud', PUBLIC_URL: 'https://example.com/path', SMTP_URL: 'mail.example.com' };
  const read = () => readConfig(bad);
  for (const name of Object.keys(bad)) expect(read).toThrow(name);
});

test('an empty variable counts as absent', () => {
  expect(readConfig({ DATABASE_URL: '', PORT: '' })).toMatchObject({ databaseUrl: null, port: 4000 });
});

test('a database of ones own needs a key of ones own, and is no demonstration', () => {
  expect(() => readConfig({ DATABASE_URL })).toThrow('ENCRYPTION_KEY');
  expect(() => readConfig({ DATABASE_URL, ENCRYPTION_KEY: 'c2hvcnQ=' })).toThrow('32 bytes');
  const config = readConfig({
    DATABASE_URL,
    ENCRYPTION_KEY: KEY,
    HOST: '0.0.0.0',
    PUBLIC_URL: 'https://t.example.com/',
  });
  expect(config).toMatchObject({ demo: false, publicUrl: 'https://t.example.com' });
  expect(config.encryptionKey).toHaveLength(32);
});

test.each([
  ['DEMO', { DATABASE_URL, ENCRYPTION_KEY: KEY, DEMO: '1' }],
  ['HOST', { HOST: '0.0.0.0' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'https://tokens.example.com' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'http://localhost.example.com' }],
])('SN-6: demonstration mode refuses when %s lets others in', (variable, environment) => {
  expect(() => readConfig(environment)).toThrow(new RegExp(`demonstration mode[^]*at ${variable}`));
});

test.each([
  { HOST: '::1' },
  { HOST: 'localhost' },
  { PUBLIC_URL: 'http://127.0.0.1:9000' },
  { PUBLIC_URL: 'http://[::1]:9000' },
])('SN-6: %o is this machine', (environment) => expect(readConfig(environment).demo).toBe(true));

test('SN-6: without demonstration mode the embedded Postgres may serve others', () => {
  expect(readConfig({ DEMO: '0', HOST: '0.0.0.0', PUBLIC_URL: 'https://t.example.com' }).demo).toBe(false);
});

test.each([
  ['true', true],
  ['2', 2],
  ['10.0.0.0/8, 127.0.0.1', '10.0.0.0/8, 127.0.0.1'],
])('TRUST_PROXY=%s is handed on as Fastify takes it', (text, value) => {
  expect(readConfig({ TRUST_PROXY: text }).trustProxy).toBe(value);
});

test('.env.example documents every variable, and no other', () => {
  const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
  const documented = [...example.matchAll(/^# ?([A-Z_]+)=/gm)].map((match) => match[1]);
  expect(new Set(documented)).toEqual(new Set(Object.keys(Environment.shape)));
});
