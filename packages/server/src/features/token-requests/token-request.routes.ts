import { LIMITS } from '@countersign/schema';
import { z } from 'zod';
import type { Caller } from '../../access/caller.ts';
import { chosenRepositories } from '../../api/rest/chosen-repositories.ts';
import type { RestDoor } from '../../api/rest/operation.ts';
import { organizationOperation } from '../../api/rest/organization-operation.ts';
import { tellPages } from '../../api/rest/paging.ts';
import { idIn, readInput } from '../../api/rest/read-input.ts';
import { readReviewQuery } from '../../api/rest/review-query.ts';
import { reviewedShape } from '../../api/rest/review-shape.ts';
import { invalid, notFound } from '../../errors.ts';
import { reviewedTokenLoader } from '../tokens/token.loader.ts';
import { userLoader } from '../users/user.loader.ts';
import { decideTokenRequests } from './decide-token-requests.ts';
import { findOne, listTokenRequestsAt } from './list-token-requests.ts';
import type { TokenRequest } from './token-request.entity.ts';
import { askedPermissionsLoader } from './token-request.loader.ts';
import { findAskedRepositories } from './token-request.store.ts';

const LIST = 'personal-access-token-requests';
const READ = 'organization_personal_access_token_requests:read';
const WRITE = 'organization_personal_access_token_requests:write';

const Review = z.object({
  action: z.enum(['approve', 'deny'], 'Either approve or deny.'),
  reason: z.string().max(LIMITS.reason, `At most ${LIMITS.reason} characters.`).nullish(),
});
const ReviewInBulk = Review.extend({
  pat_request_ids: z
    .array(z.int(), 'Name the requests by their ids.')
    .min(1, 'Name at least one request.')
    .max(LIMITS.decisionIds, `At most ${LIMITS.decisionIds} requests.`),
});

/** The review of requests, for Apps alone, through the use cases that GraphQL has. (AP-2, RQ-11) */
export function tokenRequestRoutes(door: RestDoor): void {
  organizationOperation(door, {
    method: 'GET',
    path: `/${LIST}`,
    needs: READ,
    async answer(caller, { id }, request, reply) {
      const { filter, direction, page } = readReviewQuery(request);
      const { rows, totalCount } = await listTokenRequestsAt(caller, id, filter, direction, page);
      tellPages(reply, request, { page, totalCount, publicUrl: caller.settings.publicUrl });
      return shapesOf(caller, rows);
    },
  });

  organizationOperation(door, {
    method: 'POST',
    path: `/${LIST}`,
    needs: WRITE,
    async answer(caller, { login }, request, reply) {
      const { pat_request_ids: ids, ...review } = readInput(ReviewInBulk, request.body);
      const { decidedCount, failures } = await decide(caller, login, ids, review);
      // Some that cannot be decided stop no others (RQ-6); where it is all of them, nothing was done and they are told one by one.
      if (decidedCount === 0)
        throw invalid(
          Object.fromEntries(failures.map(({ requestId, message }) => [`pat_request_ids.${requestId}`, message])),
        );
      return reply.code(202).send({});
    },
  });

  organizationOperation(door, {
    method: 'POST',
    path: `/${LIST}/:pat_request_id`,
    needs: WRITE,
    async answer(caller, { login }, { params, body }, reply) {
      const id = idIn(params, 'pat_request_id');
      const { failures } = await decide(caller, login, [id], readInput(Review, body));
      const [failure] = failures;
      if (failure?.code === 'NOT_FOUND') throw notFound('The request');
      if (failure) throw invalid({ pat_request_id: failure.message });
      return reply.code(204).send();
    },
  });

  organizationOperation(door, {
    method: 'GET',
    path: `/${LIST}/:pat_request_id/repositories`,
    needs: READ,
    async answer(caller, { id }, request, reply) {
      const found = await findOne(caller, id, idIn(request.params, 'pat_request_id'));
      const repositories = await findAskedRepositories(caller.database.manager, [found.id]);
      const ids = repositories.map(({ repositoryId }) => repositoryId);
      return chosenRepositories(caller, ids, request, reply);
    },
  });
}

const decide = (caller: Caller, organization: string, ids: readonly number[], review: z.output<typeof Review>) =>
  decideTokenRequests(caller, {
    organization,
    decision: review.action === 'approve' ? 'APPROVED' : 'DENIED',
    requestIds: ids.map((id) => ({ given: String(id), id: id > 0 ? id : null })),
    reason: review.reason,
  });

/** A page of requests, with a constant number of statements. */
async function shapesOf({ database, settings, now }: Caller, rows: readonly TokenRequest[]) {
  const [users, tokens, asked] = [
    userLoader(database),
    reviewedTokenLoader(database),
    askedPermissionsLoader(database),
  ];
  return Promise.all(
    rows.map(async (row) => {
      const { id, organizationId, requesterId, tokenId, repositorySelection, createdAt, reason } = row;
      const beside = await Promise.all([users.load(requesterId), tokens.load(tokenId), asked.load(id)]);
      const [owner, token, permissions] = beside;
      const of = { list: LIST, id, organizationId, repositorySelection } as const;
      const reviewed = { ...of, owner: owner!, token: token!, permissions };
      return { ...reviewedShape(reviewed, settings.publicUrl, now), reason, created_at: createdAt };
    }),
  );
}
