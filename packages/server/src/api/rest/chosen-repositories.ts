import type { FastifyReply } from 'fastify';
import type { Caller } from '../../access/caller.ts';
import { repositoryLoader } from '../../features/repositories/repository.loader.ts';
import type { RepositoryInSight } from '../../features/repositories/repository.store.ts';
import type { RestRequest } from './operation.ts';
import { readPage, tellPages } from './paging.ts';
import { minimalRepositoryShape } from './repository-shape.ts';

/** The repositories that a request or a grant names, a page of them: reviewers see what they sign for, whatever else they may read. (RQ-4) */
export async function chosenRepositories(
  { viewer, database, settings: { publicUrl } }: Caller,
  ids: readonly number[],
  request: RestRequest,
  reply: FastifyReply,
) {
  const page = readPage(request.query);
  tellPages(reply, request, { page, totalCount: ids.length, publicUrl });
  const rows = await repositoryLoader(database, viewer.userId).loadMany(
    ids.slice(page.offset, page.offset + page.limit),
  );
  return rows
    .filter((row): row is RepositoryInSight => row !== null && !(row instanceof Error))
    .map((row) => minimalRepositoryShape(row, publicUrl));
}
