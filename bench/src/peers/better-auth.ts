import { apiKey } from '@better-auth/api-key';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { Pool } from 'pg';
import { bodyOf, DATABASE_URL, listen, POOL_SIZE } from './listen.ts';

// API keys in a schema of their own. Their rate limit is off, as it would count each of them.
const database = new Pool({ connectionString: DATABASE_URL, max: POOL_SIZE, options: '-c search_path=better_auth' });
const options = {
  database,
  secret: 'a-secret-that-only-measures-0123456789',
  baseURL: 'http://127.0.0.1',
  logger: { disabled: true },
  telemetry: { enabled: false },
  plugins: [apiKey({ rateLimit: { enabled: false } })],
};

if (process.argv.includes('make-tables')) {
  const { runMigrations } = await getMigrations(options);
  await runMigrations();
  await database.end();
} else {
  // Verifying is a function there, not an endpoint: a bare server calls it, as its documentation shows.
  const { api } = betterAuth(options);
  listen(async (request, response) => {
    const key = new URLSearchParams(await bodyOf(request)).get('token') ?? '';
    const { valid, key: found } = await api.verifyApiKey({ body: { key, permissions: { contents: ['read'] } } });
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(valid ? { active: true, sub: found?.referenceId } : { active: false }));
  });
}
