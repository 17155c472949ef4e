import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Int, Resolver, Root } from 'type-graphql';
import { asksFor } from '../../api/graphql/asks-for.ts';
import { PageArgs, pageOfAll, toConnection } from '../../api/graphql/connection.type.ts';
import type { Context } from '../../api/graphql/context.ts';
import { Needs } from '../../api/graphql/field-access.ts';
import { permissionSet, PermissionSetType } from '../../api/graphql/permission.type.ts';
import { ActorUnion } from '../audit-log/audit-entry.type.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { OrganizationType } from '../organizations/organization.type.ts';
import { keepInSight } from '../repositories/keep-in-sight.ts';
import { RepositoryConnection } from '../repositories/repository.type.ts';
import { ReviewedTokenType } from '../tokens/token.type.ts';
import { UserType } from '../users/user.type.ts';
import { BulkDecisionType } from './bulk-decision.type.ts';
import { findBulk, findOne, listTokenRequests } from './list-token-requests.ts';
import { TokenRequestFilterInput, TokenRequestOrderInput } from './token-request-filter.type.ts';
import type { TokenRequest } from './token-request.entity.ts';
import { isDecidable } from './token-request.rules.ts';
import { TokenRequestConnection, TokenRequestType } from './token-request.type.ts';

@Resolver(() => TokenRequestType)
export class TokenRequestResolver {
  @FieldResolver(() => UserType)
  requester(@Root() { requesterId }: TokenRequest, @Ctx() { loaders }: Context) {
    return loaders.users.load(requesterId);
  }

  @FieldResolver(() => OrganizationType)
  organization(@Root() { organizationId }: TokenRequest, @Ctx() { loaders }: Context) {
    return loaders.organizations.load(organizationId);
  }

  @FieldResolver(() => ReviewedTokenType)
  token(@Root() { tokenId }: TokenRequest, @Ctx() { loaders }: Context) {
    return loaders.reviewedTokens.load(tokenId);
  }

  @FieldResolver(() => PermissionSetType, { description: 'What the token would hold.' })
  permissions(@Root() { id }: TokenRequest, @Ctx() { loaders }: Context) {
    return loaders.askedPermissions.load(id).then(permissionSet);
  }

  @FieldResolver(() => PermissionSetType, { description: 'Of these, those that no earlier grant held.' })
  async permissionsAdded(@Root() { id }: TokenRequest, @Ctx() { loaders }: Context) {
    const permissions = await loaders.askedPermissions.load(id);
    return permissionSet(permissions.filter(({ previousLevel }) => previousLevel === null));
  }

  @FieldResolver(() => PermissionSetType, {
    description: 'Of these, those that the earlier grant held at a lower level.',
  })
  async permissionsUpgraded(@Root() { id }: TokenRequest, @Ctx() { loaders }: Context) {
    const permissions = await loaders.askedPermissions.load(id);
    return permissionSet(
      permissions.filter(({ level, previousLevel }) => previousLevel !== null && previousLevel !== level),
    );
  }

  @FieldResolver(() => PermissionSetType, {
    description: 'What the grant that stood when it was asked held at the same level.',
  })
  async permissionsKept(@Root() { id }: TokenRequest, @Ctx() { loaders }: Context) {
    const permissions = await loaders.askedPermissions.load(id);
    return permissionSet(permissions.filter(({ level, previousLevel }) => previousLevel === level));
  }

  @FieldResolver(() => PermissionSetType, {
    description: 'Of the grant that stood when it was asked: what the request leaves out.',
  })
  permissionsDropped(@Root() { permissionsDropped }: TokenRequest) {
    const byKey = Object.entries(permissionsDropped).toSorted(([one], [other]) => (one < other ? -1 : 1));
    return permissionSet(byKey.map(([key, level]) => ({ key, level })));
  }

  @FieldResolver(() => RepositoryConnection, { description: 'The named ones, where the selection is SUBSET.' })
  repositories(@Args(() => PageArgs) page: PageArgs, @Root() { id }: TokenRequest, @Ctx() context: Context) {
    return repositoriesOf(id, page, context, () => true);
  }

  @FieldResolver(() => RepositoryConnection, { description: 'Of these, those that no earlier grant held.' })
  repositoriesAdded(@Args(() => PageArgs) page: PageArgs, @Root() { id }: TokenRequest, @Ctx() context: Context) {
    return repositoriesOf(id, page, context, ({ isAdded }) => isAdded);
  }

  @FieldResolver(() => ActorUnion, {
    nullable: true,
    description: 'Who decided; null while it waits, and when the policy did.',
  })
  decidedBy(@Root() { decidedByUserId, decidedByAppId }: TokenRequest, @Ctx() { loaders }: Context) {
    if (decidedByUserId !== null) return loaders.users.load(decidedByUserId);
    return decidedByAppId === null ? null : loaders.apps.load(decidedByAppId);
  }

  @FieldResolver(() => Boolean, { description: 'Whether this credential could approve or deny it now.' })
  async viewerCanDecide(@Root() request: TokenRequest, @Ctx() { viewer, loaders, now }: Context) {
    if (request.status !== 'PENDING') return false;
    if (!viewer.can('organization_personal_access_token_requests:write', request)) return false;
    const [token, requester] = await Promise.all([
      loaders.reviewedTokens.load(request.tokenId),
      loaders.users.load(request.requesterId),
    ]);
    return token !== null && requester !== null && isDecidable(token, requester, now);
  }

  @FieldResolver(() => Boolean)
  viewerCanCancel(@Root() { status, requesterId }: TokenRequest, @Ctx() { viewer }: Context) {
    return status === 'PENDING' && viewer.isSession && viewer.userId === requesterId;
  }

  @FieldResolver(() => [UserType], { description: "Who can decide: the organization's owners. (RQ-10)" })
  async deciders(@Root() { organizationId }: TokenRequest, @Ctx() { loaders }: Context) {
    return loaders.users.loadMany(await loaders.ownerIds.load(organizationId));
  }
}

const repositoriesOf = (
  id: number,
  page: PageArgs,
  { viewer, loaders, now }: Context,
  isShown: (row: { isAdded: boolean }) => boolean,
) =>
  loaders.askedRepositories.load(id).then((asked) => {
    const shown = asked.filter(isShown).map(({ repository }) => repository);
    return toConnection(pageOfAll(keepInSight(viewer, shown), page), now);
  });

/** The fields of an organization that this feature adds to it. */
@Resolver(() => OrganizationType)
export class OrganizationTokenRequestsResolver {
  @Needs('organization_personal_access_token_requests:read')
  @FieldResolver(() => TokenRequestConnection, { nullable: true, description: 'PENDING and newest first unless told.' })
  async tokenRequests(
    @Arg('filter', () => TokenRequestFilterInput, { nullable: true }) filter: TokenRequestFilterInput | null,
    @Arg('orderBy', () => TokenRequestOrderInput, { nullable: true }) orderBy: TokenRequestOrderInput | null,
    @Args(() => PageArgs) page: PageArgs,
    @Root() { id }: Organization,
    @Ctx() caller: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const wanted = {
      isDated: asksFor(info, 'asOf'),
      isCounted: asksFor(info, 'totalCount') || asksFor(info, 'totalCountIsExact'),
    };
    const { list, asOf } = await listTokenRequests(caller, id, filter, orderBy, page, wanted);
    return toConnection(list, asOf);
  }

  @FieldResolver(() => TokenRequestType, { nullable: true })
  tokenRequest(@Arg('databaseId', () => Int) databaseId: number, @Root() { id }: Organization, @Ctx() caller: Context) {
    return findOne(caller, id, databaseId);
  }

  @Needs('organization_personal_access_token_requests:read')
  @FieldResolver(() => BulkDecisionType, {
    nullable: true,
    description: 'How far a decision over more than 10,000 requests is.',
  })
  bulkDecision(@Arg('databaseId', () => Int) databaseId: number, @Root() { id }: Organization, @Ctx() caller: Context) {
    return findBulk(caller, id, databaseId);
  }
}
