import { createHash } from 'node:crypto';
import { bodyOf, listen, openPool } from './listen.ts';

// The floor: nothing but the look-up itself. It knows neither grants nor policies, and asks for no client's credentials.

const pool = openPool();

const FIND = {
  name: 'find-token',
  text: `SELECT user_id FROM tokens WHERE secret_hash = $1 AND deleted_at IS NULL AND revoked_at IS NULL
          AND (expires_at IS NULL OR expires_at > now())`,
};

listen(async (request, response) => {
  const token = new URLSearchParams(await bodyOf(request)).get('token') ?? '';
  const hash = createHash('sha256').update(token).digest();
  const { rows } = await pool.query<{ user_id: string }>({ ...FIND, values: [hash] });
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(rows[0] ? { active: true, sub: rows[0].user_id } : { active: false }));
});
