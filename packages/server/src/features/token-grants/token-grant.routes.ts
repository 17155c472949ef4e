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
import { findOneGrant, listTokenGrantsAt } from './list-token-grants.ts';
import { revokeTokenGrants } from './revoke-token-grants.ts';
import type { TokenGrant } from './token-grant.entity.ts';
import { grantedLoader } from './token-grant.loader.ts';

const LIST = 'personal-access-tokens';
const READ = 'organization_personal_access_tokens:read';
const WRITE = 'organization_personal_access_tokens:write';

const Revoke = z.object({ action: z.literal('revoke', 'Access can be revoked, no more.') });
const RevokeInBulk = Revoke.extend({
  pat_ids: z
    .array(z.int(), 'Name the active tokens by their ids.')
    .min(1, 'Name at least one active token.')
    .max(LIMITS.decisionIds, `At most ${LIMITS.decisionIds} active tokens.`),
});

/** Active tokens and the end of their access, for Apps alone, through the use cases that GraphQL has. (AP-2, GN-1, GN-2) */
export function tokenGrantRoutes(door: RestDoor): void {
  organizationOperation(door, {
    method: 'GET',
    path: `/${LIST}`,
    needs: READ,
    async answer(caller, { id }, request, reply) {
      const { filter, direction, page } = readReviewQuery(request);
      const { rows, totalCount } = await listTokenGrantsAt(caller, id, filter, direction, page);
      tellPages(reply, request, { page, totalCount, publicUrl: caller.settings.publicUrl });
      return shapesOf(caller, rows);
    },
  });

  organizationOperation(door, {
    method: 'POST',
    path: `/${LIST}`,
    needs: WRITE,
    async answer(caller, { login }, request, reply) {
      const { pat_ids: ids } = readInput(RevokeInBulk, request.body);
      const { revokedCount, failures } = await revoke(caller, login, ids);
      // As in a bulk of decisions: those that cannot be revoked are told where nothing else was done.
      if (revokedCount === 0)
        throw invalid(Object.fromEntries(failures.map(({ grantId, message }) => [`pat_ids.${grantId}`, message])));
      return reply.code(202).send({});
    },
  });

  organizationOperation(door, {
    method: 'POST',
    path: `/${LIST}/:pat_id`,
    needs: WRITE,
    async answer(caller, { login }, { params, body }, reply) {
      const id = idIn(params, 'pat_id');
      readInput(Revoke, body);
      const { failures } = await revoke(caller, login, [id]);
      const [failure] = failures;
      if (failure?.code === 'NOT_FOUND') throw notFound('The active token');
      if (failure) throw invalid({ pat_id: failure.message });
      return reply.code(204).send();
    },
  });

  organizationOperation(door, {
    method: 'GET',
    path: `/${LIST}/:pat_id/repositories`,
    needs: READ,
    async answer(caller, { id }, request, reply) {
      const found = await findOneGrant(caller, id, idIn(request.params, 'pat_id'));
      const { repositoryIds } = await grantedLoader(caller.database).load(found.id);
      return chosenRepositories(caller, repositoryIds, request, reply);
    },
  });
}

const revoke = (caller: Caller, organization: string, ids: readonly number[]) =>
  revokeTokenGrants(caller, {
    organization,
    grantIds: ids.map((id) => ({ given: String(id), id: id > 0 ? id : null })),
  });

/** A page of grants, with a constant number of statements. */
async function shapesOf({ database, settings, now }: Caller, rows: readonly TokenGrant[]) {
  const [users, tokens, granted] = [userLoader(database), reviewedTokenLoader(database), grantedLoader(database)];
  return Promise.all(
    rows.map(async (row) => {
      const { id, organizationId, userId, tokenId, repositorySelection, grantedAt } = row;
      const beside = await Promise.all([users.load(userId), tokens.load(tokenId), granted.load(id)]);
      const [owner, token, held] = beside;
      const permissions = Object.entries(held.permissions).map(([key, level]) => ({ key, level }));
      const of = { list: LIST, id, organizationId, repositorySelection } as const;
      const reviewed = { ...of, owner: owner!, token: token!, permissions };
      return { ...reviewedShape(reviewed, settings.publicUrl, now), access_granted_at: grantedAt };
    }),
  );
}
