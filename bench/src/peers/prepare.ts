import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { withClient } from '../database.ts';

/**
 * Gives the peers that have tables of their own the very tokens that are ours: the same number, the same secrets, the same expiry, each beside
 * the hash that the peer looks for. Once for each database.
 */
export const preparePeers = (databaseUrl: string): Promise<void> =>
  withClient(databaseUrl, async (client) => {
    const { rows } = await client.query(`SELECT to_regclass('bench.oidc_tokens') IS NOT NULL AS done`);
    if (rows[0].done) return;
    await client.query('DROP SCHEMA IF EXISTS better_auth CASCADE; CREATE SCHEMA better_auth;');
    await makeBetterAuthTables(databaseUrl);
    await client.query('BEGIN');
    await client.query(API_KEYS);
    await client.query(OIDC_TOKENS);
    await client.query('COMMIT');
    await client.query('VACUUM (ANALYZE) bench.oidc_tokens, better_auth.apikey');
  });

async function makeBetterAuthTables(databaseUrl: string): Promise<void> {
  const env = { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, POOL_SIZE: '1' };
  const program = join(import.meta.dirname, 'better-auth.ts');
  const [code] = await once(spawn(process.execPath, [program, 'make-tables'], { env, stdio: 'inherit' }), 'exit');
  if (code !== 0) throw new Error(`The tables of better-auth were not made: ${code}`);
}

const HOLDS = `deleted_at IS NULL AND revoked_at IS NULL`;

const API_KEYS = `
  INSERT INTO better_auth.apikey (id, "configId", name, "referenceId", key, enabled, "rateLimitEnabled", "requestCount", "expiresAt", "createdAt", "updatedAt", permissions)
  SELECT id::text, 'default', name, user_id::text, translate(encode(secret_hash, 'base64'), '+/=', '-_'), ${HOLDS}, false, 0, expires_at, created_at, created_at,
         '{"contents":["read"]}'
    FROM tokens`;

const OIDC_TOKENS = `
  CREATE SCHEMA bench;
  CREATE TABLE bench.oidc_tokens AS
    SELECT secret_hash AS hash,
           jsonb_build_object('kind', 'AccessToken', 'clientId', 'bench', 'accountId', user_id::text, 'scope', 'contents:read',
             'iat', floor(extract(epoch FROM issued_at)), 'exp', floor(extract(epoch FROM coalesce(expires_at, now() + interval '1 year')))) AS payload
      FROM tokens WHERE ${HOLDS};
  ALTER TABLE bench.oidc_tokens ADD PRIMARY KEY (hash);`;
