import { LIMITS } from '@countersign/schema';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { invalid } from '../../errors.ts';

export type NumberedPage = Readonly<{ page: number; perPage: number; offset: number; limit: number }>;
type Query = Record<string, string | string[] | undefined>;

/** `per_page` (30, at most 100) and `page` (from 1) of an address. INVALID beyond the 100,000th row. (AP-6) */
export function readPage(query: Query): NumberedPage {
  const perPage = Math.min(readNumber(query['per_page'], 30), 100);
  const page = readNumber(query['page'], 1);
  if (page * perPage > LIMITS.numberedRows)
    throw invalid({ page: `Only the first ${LIMITS.numberedRows} results are available.` });
  return { page, perPage, offset: (page - 1) * perPage, limit: perPage };
}

function readNumber(value: string | string[] | undefined, otherwise: number): number {
  const number = Number(value);
  return Number.isInteger(number) && number >= 1 ? number : otherwise;
}

/** The `Link` header that leads to the other pages of a list; null where there is only one. */
export function linkHeader(address: string, { page, perPage }: NumberedPage, totalCount: number): string | null {
  const last = Math.max(1, Math.ceil(totalCount / perPage));
  if (last === 1 && page === 1) return null;
  const to = (rel: string, number: number) => {
    const url = new URL(address);
    url.searchParams.set('page', String(number));
    return `<${url.href}>; rel="${rel}"`;
  };
  const back = page > 1 ? [to('prev', Math.min(page - 1, last)), to('first', 1)] : [];
  const on = page < last ? [to('next', page + 1), to('last', last)] : [];
  return [...back, ...on].join(', ');
}

/** Adds the header where there is more than one page. */
export function tellPages(
  reply: FastifyReply,
  { url }: Pick<FastifyRequest, 'url'>,
  { page, totalCount, publicUrl }: { page: NumberedPage; totalCount: number; publicUrl: string },
): void {
  // A request line may hold a whole address (RFC 9112, 3.2.2); where it says that we are is its own affair.
  const { pathname, search } = new URL(url, publicUrl);
  const link = linkHeader(publicUrl + pathname + search, page, totalCount);
  if (link) void reply.header('link', link);
}
