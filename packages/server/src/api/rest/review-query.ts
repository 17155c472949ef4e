import { LEVELS, type Level, permissionOf } from '@countersign/schema';
import { z } from 'zod';
import type { PermissionFilter } from '../../features/token-requests/permission-filter.ts';
import type { TokenFilter } from '../../features/tokens/narrow-by-token.ts';
import type { RestRequest } from './operation.ts';
import { type NumberedPage, readPage } from './paging.ts';
import { readInput } from './read-input.ts';

const name = z.string().regex(/^[\x21-\x7e]{1,100}$/, 'This is no name.');
const moment = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], 'This is no moment, like 2026-11-21T10:00:00Z.')
  .transform((text) => new Date(text));
const permission = z.string().transform((text, context): PermissionFilter => {
  const [, key = '', level = ''] = /^(.+)_([a-z]+)$/.exec(text) ?? [];
  if (permissionOf(key) && (LEVELS as readonly string[]).includes(level)) return { key, level: level as Level };
  context.addIssue({ code: 'custom', message: 'This is no permission with a level, like issues_read.' });
  return z.NEVER;
});

const Query = z.object({
  owner: z.array(name).max(10, 'At most 10 owners.').optional(),
  repository: name.optional(),
  permission: permission.optional(),
  last_used_before: moment.optional(),
  last_used_after: moment.optional(),
  token_id: z
    .array(
      z
        .string()
        .regex(/^\d{1,15}$/, 'This is no id.')
        .transform(Number),
    )
    .max(50, 'At most 50 ids.')
    .optional(),
  sort: z.literal('created_at', 'Lists are sorted by created_at.').optional(),
  direction: z.enum(['asc', 'desc'], 'Either asc or desc.').default('desc'),
});

/** What both review lists are asked for. */
export type ReviewQuery = {
  filter: TokenFilter & { repositories?: string[]; permissions?: PermissionFilter[] };
  direction: 'ASC' | 'DESC';
  page: NumberedPage;
};

/** The query of a list of requests or of active tokens; INVALID names what is malformed. Empty parameters are none. (AP-2) */
export function readReviewQuery({ query }: RestRequest): ReviewQuery {
  const page = readPage(query);
  const read = readInput(Query, {
    ...given(query),
    owner: listIn(query, 'owner'),
    token_id: listIn(query, 'token_id'),
  });
  return {
    filter: {
      owners: read.owner,
      tokenIds: read.token_id,
      lastUsedBefore: read.last_used_before,
      lastUsedAfter: read.last_used_after,
      ...(read.repository && { repositories: [read.repository] }),
      ...(read.permission && { permissions: [read.permission] }),
    },
    direction: read.direction === 'asc' ? 'ASC' : 'DESC',
    page,
  };
}

type Given = RestRequest['query'];

const given = (query: Given) => Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));

/** `x[]=a&x[]=b`, `x=a&x=b` and `x=a,b` are the same list. */
function listIn(query: Given, parameter: string): string[] | undefined {
  const texts = [query[parameter], query[`${parameter}[]`]].flat().flatMap((text) => text?.split(',') ?? []);
  const values = texts.map((text) => text.trim()).filter((text) => text !== '');
  return values.length === 0 ? undefined : values;
}
