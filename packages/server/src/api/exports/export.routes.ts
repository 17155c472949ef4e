import { LEVELS, permissionOf } from '@countersign/schema';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError, invalid, unavailable } from '../../errors.ts';
import { exportAuditLog } from '../../features/audit-log/export-audit-log.ts';
import { findOwnedEnterprise } from '../../features/enterprises/find-enterprise.ts';
import { findOwnedOrganization } from '../../features/organizations/find-organization.ts';
import { exportTokenRequests } from '../../features/token-requests/export-token-requests.ts';
import { TOKEN_REQUEST_STATUSES } from '../../features/token-requests/token-request.entity.ts';
import { isUnavailable } from '../../platform/database/database.ts';
import type { DoorOptions } from '../doors.ts';
import { mustDeclareAccess } from '../rest/rest-door.ts';
import { exported } from './export.ts';

/** Postgres holds no NUL characters. */
const text = z
  .string()
  .max(1_000)
  .regex(/^[^\0]*$/, 'A text has no such character.');
const moment = z.iso.datetime({ offset: true }).transform((given) => new Date(given));
/** `a=x&a=y`, or one alone. */
const listOf = <One extends z.ZodType>(one: One) =>
  z.preprocess((given) => (typeof given === 'string' ? [given] : given), z.array(one).max(100));
const permission = text.transform((given) => {
  const [key = '', level] = given.split(':');
  const found = LEVELS.find((name) => name === level?.toLowerCase());
  if (!permissionOf(key) || !found) throw invalid({ permissions: 'A permission is written key:level.' });
  return { key, level: found };
});

const AuditFilter = z.strictObject({ text, action: text, actor: text, after: moment, before: moment }).partial();
const RequestFilter = z
  .strictObject({
    status: listOf(z.enum(TOKEN_REQUEST_STATUSES)),
    owners: listOf(text),
    repositories: listOf(text),
    permissions: listOf(permission),
    text,
    lastUsedBefore: moment,
    lastUsedAfter: moment,
    decidedBy: listOf(text),
    decidedAfter: moment,
    decidedBefore: moment,
  })
  .partial();

/** Downloads, for people in a browser, with the names of GraphQL's filters as parameters. A GET may come from anywhere: nobody else can read its answer, and all it writes is the entry that says whose browser took it. */
export async function exportRoutes(app: FastifyInstance, house: DoorOptions): Promise<void> {
  await app.register(
    async (exports) => {
      exports.addHook('onRoute', mustDeclareAccess);
      exports.setErrorHandler(answerError);
      const door = { app: exports, ...house };

      exported(door, {
        path: '/token-requests',
        needs: 'session',
        query: RequestFilter.extend({ organization: text }),
        answer: async (caller, { organization, ...filter }) => {
          const table = await exportTokenRequests(caller, organization, filter);
          return { name: `${organization}-token-requests`, read: async () => table };
        },
      });

      exported(door, {
        path: '/audit-log',
        needs: 'session',
        query: AuditFilter.extend({ organization: text.optional(), enterprise: text.optional() }),
        answer: async (caller, { organization, enterprise, ...filter }) => {
          if ((organization === undefined) === (enterprise === undefined))
            throw invalid({ organization: 'Give exactly one of organization and enterprise.' });
          const [name, log] =
            organization === undefined
              ? await findOwnedEnterprise(caller, enterprise!).then(
                  ({ slug, id }) => [slug, { enterpriseId: id }] as const,
                )
              : await findOwnedOrganization(caller, organization).then(
                  ({ login, id }) => [login, { organizationId: id }] as const,
                );
          return { name: `${name}-audit-log`, read: () => exportAuditLog(caller, log, filter) };
        },
      });

      exported(door, {
        path: '/security-log',
        needs: 'session',
        query: AuditFilter,
        answer: async (caller, filter) => ({
          name: `${caller.viewer.actor.login}-security-log`,
          read: () => exportAuditLog(caller, { userId: caller.viewer.mustBeSession() }, filter),
        }),
      });
    },
    { prefix: '/api/exports' },
  );
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const known = error instanceof AppError ? error : isUnavailable(error) ? unavailable() : null;
  if (known) {
    const { fields } = known.details;
    return reply.status(known.status).send({ code: known.code, message: known.message, ...(fields && { fields }) });
  }
  request.log.error({ err: error }, 'An export failed');
  return reply.status(500).send({ code: 'INTERNAL', message: 'Something broke on our side.', requestId: request.id });
}
