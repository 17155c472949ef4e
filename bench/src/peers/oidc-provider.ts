import { createHash } from 'node:crypto';
import { Provider } from 'oidc-provider';
import { listen, openPool } from './listen.ts';

// Introspection of opaque access tokens over a small adapter: one prepared SELECT by the SHA-256 of the token. Its tokens belong to no grant, which
// saves it a second look-up.

const pool = openPool();

const FIND = { name: 'find-payload', text: 'SELECT payload FROM bench.oidc_tokens WHERE hash = $1' };

class Adapter {
  readonly model: string;

  constructor(model: string) {
    this.model = model;
  }

  async find(id: string) {
    if (this.model !== 'AccessToken') return undefined;
    const hash = createHash('sha256').update(id).digest();
    const { rows } = await pool.query<{ payload: object }>({ ...FIND, values: [hash] });
    return rows[0] && { ...rows[0].payload, jti: id };
  }

  async findByUserCode() {}
  async findByUid() {}
  async upsert() {}
  async consume() {}
  async destroy() {}
  async revokeByGrantId() {}
}

const provider = new Provider('http://127.0.0.1', {
  adapter: Adapter as never,
  clients: [
    {
      client_id: 'bench',
      client_secret: 'bench-secret',
      redirect_uris: ['https://client.example/back'],
      grant_types: ['authorization_code'],
    },
  ],
  routes: { introspection: '/oauth/introspect' },
  features: { introspection: { enabled: true, allowedPolicy: () => true }, devInteractions: { enabled: false } },
});

listen(provider.callback());
