import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { postgraphile } from 'postgraphile';
import { TYPES } from 'postgraphile/@dataplan/pg';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { GraphQLString } from 'postgraphile/graphql';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { addPgTableCondition } from 'postgraphile/utils';
import { DATABASE_URL, POOL_SIZE, tellPort } from './listen.ts';

// Its own schema of the same tables, with one condition added: what is asked for at a level. It asks nobody who they are.

const asksToWrite = addPgTableCondition(
  { schemaName: 'public', tableName: 'token_requests' },
  'asksToWrite',
  () => ({ description: 'A permission, at level write or above.', type: GraphQLString }),
  (key, { sqlTableAlias, sql, sqlValueWithCodec }) =>
    sql`${sqlTableAlias}.id IN (SELECT asked.request_id FROM public.token_request_permissions asked
          WHERE asked.organization_id = ${sqlTableAlias}.organization_id AND asked.status = ${sqlTableAlias}.status
            AND asked.key = ${sqlValueWithCodec(key, TYPES.text)} AND asked.level IN ('write', 'admin'))`,
);

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [asksToWrite],
  pgServices: [makePgService({ connectionString: DATABASE_URL, schemas: ['public'], poolConfig: { max: POOL_SIZE } })],
  grafast: { explain: false },
  grafserv: { graphiql: false, watch: false },
  gather: { pgStrictFunctions: true },
});

const server = createServer();
await instance.createServ(grafserv).addTo(server);
server.listen(0, '127.0.0.1', () => tellPort((server.address() as AddressInfo).port));
