import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { AppError, unavailable } from '../../errors.ts';
import { isTextRefused, isUnavailable } from '../../platform/database/database.ts';

/** What our limits on a document say of one that is over them. */
const TOO_COMPLEX = /limit of \d+ exceeded|exceeds maximum|too complex|more tha[nt] \d+ tokens/i;
const BROKEN = 'Something broke on our side.';
/** Apollo's own words for a document or a request that it cannot take. */
const KEPT = /^(GRAPHQL_|PERSISTED_QUERY_|OPERATION_RESOLUTION_|BAD_REQUEST$|BAD_USER_INPUT$|TOO_COMPLEX$)/;

function knownOf(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (isTextRefused(error)) return new AppError('INVALID', 'A text holds a NUL character.');
  return isUnavailable(error) ? unavailable() : null;
}

/**
 * An error as a caller sees it. Our own say what they mean; parse and validation errors keep Apollo's codes; anything else is a bug
 * and INTERNAL, of which the caller learns no more than the request id.
 */
export function formatError(
  { message, locations, path, extensions }: GraphQLFormattedError,
  error: unknown,
): GraphQLFormattedError {
  const original = unwrapResolverError(error);
  const nested = original instanceof GraphQLError ? original.originalError : original;
  const known = knownOf(nested);
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (known) return { message: known.message, ...place, extensions: { code: known.code, ...known.details } };
  if (TOO_COMPLEX.test(message)) return { message, ...place, extensions: { code: 'TOO_COMPLEX' } };
  const code = extensions?.['code'];
  if (typeof code === 'string' && KEPT.test(code)) return { message, ...place, extensions: { code } };
  const requestId = extensions?.['requestId'];
  return { message: BROKEN, ...place, extensions: { code: 'INTERNAL', ...(requestId !== undefined && { requestId }) } };
}

/** An error before any field: Apollo takes the HTTP status from here. */
export function contextError(error: unknown, requestId: string | null): GraphQLError {
  const known = knownOf(error);
  if (!known)
    return new GraphQLError(BROKEN, {
      originalError: error as Error,
      extensions: { code: 'INTERNAL', requestId, http: { status: 500 } },
    });
  const { retryAfterSeconds } = known.details;
  const headers = new Map([
    ...(known.code === 'UNAUTHENTICATED' ? [['www-authenticate', 'Bearer realm="Countersign"'] as const] : []),
    ...(retryAfterSeconds ? [['retry-after', String(retryAfterSeconds)] as const] : []),
  ]);
  // Clients of GitHub's API look for this one in the body.
  const status = known.code === 'RATE_LIMITED' ? 200 : known.status;
  return new GraphQLError(known.message, {
    originalError: known,
    extensions: { code: known.code, http: { status, headers } },
  });
}
