import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '../../access/caller.ts';
import { AppError, invalid, unavailable } from '../../errors.ts';
import { isTextRefused, isUnavailable } from '../../platform/database/database.ts';
import { refusalText } from '../refusal-text.ts';

/** Where the operations are described whose shapes we speak. */
const DOCUMENTATION = 'https://docs.github.com/rest';

type ErrorBody = { message: string; errors?: readonly (object | string)[] };

/** Every error below /api/v3 in GitHub's shape; the status stands in the body as a string. */
export function answerErrors(app: FastifyInstance, settings: Settings): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (error instanceof AppError) return refuse(error, request, reply, settings);
    if (isTextRefused(error))
      return refuse(invalid({ body: 'A text holds a NUL character.' }), request, reply, settings);
    if (isUnavailable(error)) return refuse(unavailable(), request, reply, settings);
    const status = error.statusCode ?? 500;
    if (status >= 400 && status < 500) return send(reply, status, { message: error.message });
    request.log.error({ err: error }, 'A REST request failed');
    return send(reply, 500, { message: `Something broke on our side. Request ${request.id}` });
  });
}

function refuse(error: AppError, request: FastifyRequest, reply: FastifyReply, { publicUrl }: Settings): FastifyReply {
  if (error.code === 'UNAUTHENTICATED')
    reply.header(
      'www-authenticate',
      `${request.routeOptions.config.needs === 'client' ? 'Basic' : 'Bearer'} realm="Countersign"`,
    );
  if (error.details.retryAfterSeconds) reply.header('retry-after', String(error.details.retryAfterSeconds));
  return send(reply, error.status, bodyOf(error, request, publicUrl));
}

function bodyOf(error: AppError, { headers }: FastifyRequest, publicUrl: string): ErrorBody {
  switch (error.code) {
    case 'UNAUTHENTICATED':
      return { message: headers.authorization === undefined ? 'Requires authentication' : error.message };
    case 'NOT_FOUND':
      return { message: 'Not Found' };
    case 'INVALID':
      return { message: 'Validation Failed', errors: error.details.sentences ?? fieldErrors(error) };
    default:
      return { message: refusalText(error, publicUrl) };
  }
}

const fieldErrors = ({ details }: AppError) =>
  Object.entries(details.fields ?? {}).map(([field, message]) => ({ field, code: 'invalid', message }));

const send = (reply: FastifyReply, status: number, body: ErrorBody): FastifyReply =>
  reply.code(status).send({ ...body, documentation_url: DOCUMENTATION, status: String(status) });
