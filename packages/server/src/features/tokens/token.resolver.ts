import type { Level } from '@countersign/schema';
import { Arg, Args, Ctx, Field, FieldResolver, InputType, Int, Mutation, Resolver, Root } from 'type-graphql';
import { PageArgs, pageOfAll, toConnection } from '../../api/graphql/connection.type.ts';
import type { Context } from '../../api/graphql/context.ts';
import { Needs, Open } from '../../api/graphql/field-access.ts';
import { readGlobalId } from '../../api/graphql/global-id.ts';
import { MutationInput, MutationPayload } from '../../api/graphql/mutation.type.ts';
import { PermissionInput, permissionSet, PermissionSetType } from '../../api/graphql/permission.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { DateTime } from '../../api/graphql/scalars.ts';
import type { RepositoryChoice } from '../repositories/choose-repositories.ts';
import { keepInSight } from '../repositories/keep-in-sight.ts';
import { RepositoryConnection, RepositoryOwnerUnion } from '../repositories/repository.type.ts';
import { TokenGrantType } from '../token-grants/token-grant.type.ts';
import { TokenRequestType } from '../token-requests/token-request.type.ts';
import { createFineGrainedToken } from './create-fine-grained-token.ts';
import { obstacleOfToken } from './token-obstacle.ts';
import type { RepositorySelection, Token } from './token.entity.ts';
import { FineGrainedTokenType, RepositorySelectionType, TokenObstacleCodeType } from './token.type.ts';

@Open('reached only through the token, which guards itself')
@RowType('TokenObstacle')
class TokenObstacleType {
  @Field(() => TokenObstacleCodeType) code: keyof typeof TokenObstacleCodeType;
  @Field(() => String) message: string;
}

@InputType()
class CreateFineGrainedTokenInput extends MutationInput {
  @Field(() => String) name: string;
  @Field(() => String, { nullable: true }) description?: string | null;
  @Field(() => String, { description: 'A login: your own, or that of an organization you are a member of.' })
  resourceOwner: string;
  @Field(() => Int, { nullable: true, description: 'Exactly one of the three says when the token ends.' })
  expiresInDays?: number | null;
  @Field(() => DateTime, { nullable: true }) expiresAt?: Date | null;
  @Field(() => Boolean, { nullable: true }) neverExpires?: boolean | null;
  @Field(() => RepositorySelectionType) repositorySelection: RepositorySelection;
  @Field(() => [String], { nullable: true, description: 'With SUBSET: names within the owner, or ids.' })
  repositories?: string[] | null;
  @Field(() => [PermissionInput], { nullable: true }) permissions?: { key: string; level: Level }[] | null;
  @Field(() => String, {
    nullable: true,
    description: 'For those who decide, where the organization requires approval.',
  })
  reason?: string | null;
}

@Open('holds only what its maker just made')
@RowType('CreateFineGrainedTokenPayload')
class CreateFineGrainedTokenPayload extends MutationPayload {
  @Field(() => FineGrainedTokenType) token: Token;
  @Field(() => String, { description: 'Shown once: here.' }) secret: string;
}

/** A repository as an input names it: by its name within the owner, or by its id. */
export const choiceOf = (nameOrId: string): RepositoryChoice => {
  const decoded = readGlobalId(nameOrId);
  return decoded?.type === 'Repository' ? { id: decoded.id } : { name: nameOrId };
};

@Resolver(() => FineGrainedTokenType)
export class FineGrainedTokenResolver {
  @Needs('session')
  @Mutation(() => CreateFineGrainedTokenPayload)
  async createFineGrainedToken(
    @Arg('input', () => CreateFineGrainedTokenInput) input: CreateFineGrainedTokenInput,
    @Ctx() caller: Context,
  ) {
    const { clientMutationId, repositories, ...wish } = input;
    return {
      clientMutationId,
      ...(await createFineGrainedToken(caller, { ...wish, repositories: repositories?.map(choiceOf) })),
    };
  }

  @FieldResolver(() => RepositoryOwnerUnion)
  resourceOwner(@Root() { organizationId, userId }: Token, @Ctx() { loaders }: Context) {
    return organizationId === null ? loaders.users.load(userId!) : loaders.organizations.load(organizationId);
  }

  @FieldResolver(() => RepositorySelectionType)
  async repositorySelection(@Root() { id }: Token, @Ctx() { loaders }: Context) {
    return (await loaders.tokenReach.load(id)).repositorySelection;
  }

  @FieldResolver(() => PermissionSetType, {
    description: 'What the token is made to do: what it waits for, else what is in force, which stands in its grant.',
  })
  async permissions(@Root() { id }: Token, @Ctx() { loaders }: Context) {
    const { permissions } = await loaders.tokenReach.load(id);
    return permissionSet(Object.entries(permissions).map(([key, level]) => ({ key, level })));
  }

  @FieldResolver(() => RepositoryConnection, { description: 'The named ones, where the selection is SUBSET.' })
  async repositories(
    @Args(() => PageArgs) page: PageArgs,
    @Root() { id }: Token,
    @Ctx() { viewer, loaders, now }: Context,
  ) {
    const { repositoryIds } = await loaders.tokenReach.load(id);
    const rows = await loaders.repositories.loadMany(repositoryIds);
    return toConnection(pageOfAll(keepInSight(viewer, rows), page), now);
  }

  @FieldResolver(() => TokenGrantType, {
    nullable: true,
    description: 'What the organization agreed to; null while it has not, and for a token of oneself.',
  })
  grant(@Root() { id }: Token, @Ctx() { loaders }: Context) {
    return loaders.liveGrants.load(id);
  }

  @FieldResolver(() => TokenRequestType, { nullable: true })
  latestRequest(@Root() { id }: Token, @Ctx() { loaders }: Context) {
    return loaders.latestRequests.load(id);
  }

  @FieldResolver(() => TokenObstacleType, {
    nullable: true,
    description:
      "Why the token does not reach its resource owner's private resources at this moment; null when it does.",
  })
  async blockedBy(@Root() token: Token, @Ctx() { viewer, loaders, now }: Context) {
    const { id, organizationId } = token;
    const [organization, request, grant] = await Promise.all([
      organizationId === null ? null : loaders.organizations.load(organizationId),
      loaders.latestRequests.load(id),
      loaders.liveGrants.load(id),
    ]);
    const facts = {
      organizationLogin: organization?.login ?? '',
      latestRequest: request?.status ?? null,
      isGranted: grant !== null,
    };
    return obstacleOfToken(token, viewer, facts, now);
  }

  @FieldResolver(() => Boolean, { description: 'Whether requestTokenAccess would open a request now. (RQ-13)' })
  async viewerCanRequestAccess(@Root() token: Token, @Ctx() context: Context) {
    const obstacle = await this.blockedBy(token, context);
    return obstacle?.code === 'DENIED' || obstacle?.code === 'NOT_GRANTED';
  }
}
