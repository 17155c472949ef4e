import { operation, type RestDoor } from '../../api/rest/operation.ts';
import { reportCredentials } from './report-credentials.ts';

/** Whoever came by secrets reports them. (EX-5) */
export function leakRoutes(door: RestDoor): void {
  operation(door, {
    method: 'POST',
    path: '/credentials/revoke',
    needs: 'nobody',
    async answer(stranger, { body }, reply) {
      await reportCredentials(stranger, { credentials: (body as { credentials?: unknown } | undefined)?.credentials });
      reply.code(202);
      return {};
    },
  });
}
