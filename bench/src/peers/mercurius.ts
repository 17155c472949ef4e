import DataLoader from 'dataloader';
import { fastify } from 'fastify';
import { mercurius } from 'mercurius';
import { openPool, tellPort } from './listen.ts';

// Written by hand for this page alone: one statement for the page, one for each kind of thing on it, prepared. It asks nobody who they are.

const pool = openPool();

const rowsOf = async (name: string, text: string, values: unknown[]) =>
  (await pool.query<Record<string, unknown>>({ name, text, values })).rows;

const one = (name: string, text: string) =>
  new DataLoader<string, Record<string, unknown>>(async (ids) => {
    const rows = new Map((await rowsOf(name, text, [[...ids]])).map((row) => [row['id'] as string, row]));
    return ids.map((id) => rows.get(id) ?? new Error('Not found'));
  });

const many = (name: string, text: string) =>
  new DataLoader<string, Record<string, unknown>[]>(async (ids) => {
    const rows = Map.groupBy(await rowsOf(name, text, [[...ids]]), (row) => row['of'] as string);
    return ids.map((id) => rows.get(id) ?? []);
  });

const loaders = () => ({
  users: one('users', 'SELECT id, login, name FROM users WHERE id = ANY($1::bigint[])'),
  tokens: one(
    'tokens',
    `SELECT id, name, expires_at AS "expiresAt", last_used_at AS "lastUsedAt" FROM tokens WHERE id = ANY($1::bigint[])`,
  ),
  permissions: many(
    'permissions',
    'SELECT request_id AS of, key, upper(level) AS level FROM token_request_permissions WHERE request_id = ANY($1::bigint[]) ORDER BY key',
  ),
  repositories: many(
    'repositories',
    `SELECT asked.request_id AS of, repository.name, repository.visibility FROM token_request_repositories asked
       JOIN repositories repository ON repository.id = asked.repository_id WHERE asked.request_id = ANY($1::bigint[]) ORDER BY repository.id`,
  ),
});

const MATCHING = `FROM token_requests request WHERE request.organization_id = $1 AND request.status = 'PENDING'
    AND request.id IN (SELECT asked.request_id FROM token_request_permissions asked
          WHERE asked.organization_id = request.organization_id AND asked.status = 'PENDING' AND asked.key = $2 AND asked.level IN ('write', 'admin'))`;

type Row = { id: string; requester_id: string; token_id: string };
type Asked = { organizationId: string; asksToWrite: string; first: number };
type Context = { loaders: ReturnType<typeof loaders> };

const app = fastify();
await app.register(mercurius, {
  jit: 1,
  schema: `
    scalar DateTime
    type Person { login: String! name: String }
    type Token { name: String! expiresAt: DateTime lastUsedAt: DateTime }
    type Permission { key: String! level: String! }
    type Repository { name: String! visibility: String! }
    type TokenRequest { databaseId: Int! status: String! reason: String repositorySelection: String! createdAt: DateTime!
      requester: Person! token: Token! permissions: [Permission!]! repositories: [Repository!]! }
    type TokenRequests { totalCount: Int! hasNextPage: Boolean! nodes: [TokenRequest!]! }
    type Query { tokenRequests(organizationId: ID!, asksToWrite: String!, first: Int!): TokenRequests! }`,
  context: (): Context => ({ loaders: loaders() }),
  resolvers: {
    Query: {
      async tokenRequests(_: unknown, asked: Asked) {
        const { organizationId, asksToWrite, first } = asked;
        const rows = await rowsOf(
          'page',
          `SELECT id, status, reason, repository_selection AS "repositorySelection", created_at AS "createdAt", requester_id, token_id
           ${MATCHING} ORDER BY request.created_at DESC, request.id DESC LIMIT $3`,
          [organizationId, asksToWrite, first + 1],
        );
        return { asked, nodes: rows.slice(0, first), hasNextPage: rows.length > first };
      },
    },
    TokenRequests: {
      async totalCount({ asked: { organizationId, asksToWrite } }: { asked: Asked }) {
        const text = `SELECT count(*)::int AS count FROM (SELECT 1 ${MATCHING} LIMIT 10001) AS row`;
        const [counted] = await rowsOf('count', text, [organizationId, asksToWrite]);
        return counted!['count'];
      },
    },
    TokenRequest: {
      databaseId: ({ id }: Row) => Number(id),
      requester: ({ requester_id: id }: Row, _: unknown, { loaders: { users } }: Context) => users.load(id),
      token: ({ token_id: id }: Row, _: unknown, { loaders: { tokens } }: Context) => tokens.load(id),
      permissions: ({ id }: Row, _: unknown, { loaders: { permissions } }: Context) => permissions.load(id),
      repositories: ({ id }: Row, _: unknown, { loaders: { repositories } }: Context) => repositories.load(id),
    },
  } as never,
});
await app.listen({ port: 0, host: '127.0.0.1' });
tellPort((app.server.address() as { port: number }).port);
