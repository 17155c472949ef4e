import { Arg, Args, Ctx, Field, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { connectionOf, PageArgs, toConnection } from '../../api/graphql/connection.type.ts';
import type { Context } from '../../api/graphql/context.ts';
import { Needs, Open } from '../../api/graphql/field-access.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { DateTime } from '../../api/graphql/scalars.ts';
import { OrganizationType } from '../organizations/organization.type.ts';
import { TokenObstacleCodeType } from '../tokens/token.type.ts';
import { UserType } from '../users/user.type.ts';
import { PreviewEnterpriseTokenPolicyInput, PreviewTokenPolicyInput } from './policy-wish.type.ts';
import {
  listBlockedTokens,
  previewEnterpriseTokenPolicy,
  previewTokenPolicy,
  type TokenPolicyPreview,
} from './preview-token-policy.ts';
import type { BlockedGrant } from './token-policy-preview.store.ts';

@Open('made only for the owners who preview a change, of tokens in what they own')
@RowType('BlockedToken')
class BlockedTokenType {
  @Field(() => TokenObstacleCodeType, { description: 'POLICY or LIFETIME.' }) code: BlockedGrant['code'];
}

const BlockedTokenConnection = connectionOf('BlockedToken', () => BlockedTokenType);

@Open('made only for the owners who preview a change')
@RowType('TokenPolicyPreview')
class TokenPolicyPreviewType {
  @Field(() => Int, { description: 'Tokens that reach something private now, and would not any more.' })
  blockedTokenCount: number;
  @Field(() => Int) blockedFineGrainedTokenCount: number;
  @Field(() => Int) blockedClassicTokenCount: number;
  @Field(() => Int, { description: 'How many people these are the tokens of.' }) blockedPersonCount: number;
}

@Resolver(() => TokenPolicyPreviewType)
export class TokenPolicyPreviewResolver {
  @Needs('owner')
  @Query(() => TokenPolicyPreviewType, {
    description:
      "What a change of an organization's policy would do to the tokens that work now. Saves nothing. (PO-7)",
  })
  previewTokenPolicy(
    @Arg('input', () => PreviewTokenPolicyInput) input: PreviewTokenPolicyInput,
    @Ctx() caller: Context,
  ) {
    return previewTokenPolicy(caller, input);
  }

  @Needs('enterprise-owner')
  @Query(() => TokenPolicyPreviewType, {
    description: "The same of an enterprise's policy, over all of its organizations.",
  })
  previewEnterpriseTokenPolicy(
    @Arg('input', () => PreviewEnterpriseTokenPolicyInput) input: PreviewEnterpriseTokenPolicyInput,
    @Ctx() caller: Context,
  ) {
    return previewEnterpriseTokenPolicy(caller, input);
  }

  @FieldResolver(() => BlockedTokenConnection, {
    description:
      'The fine-grained ones among them, oldest grant first. Classic ones are counted only: who has one is not for owners to see. (GN-4)',
  })
  async blockedTokens(
    @Args(() => PageArgs) page: PageArgs,
    @Root() preview: TokenPolicyPreview,
    @Ctx() caller: Context,
  ) {
    return toConnection(await listBlockedTokens(caller, preview, page), caller.now);
  }
}

@Resolver(() => BlockedTokenType)
export class BlockedTokenResolver {
  @FieldResolver(() => Int, { description: 'The database id of its grant.' })
  grantDatabaseId(@Root() { id }: BlockedGrant) {
    return id;
  }

  @FieldResolver(() => String)
  async name(@Root() { tokenId }: BlockedGrant, @Ctx() { loaders }: Context) {
    return (await loaders.reviewedTokens.load(tokenId))?.name;
  }

  @FieldResolver(() => DateTime, { nullable: true, description: 'null = never.' })
  async expiresAt(@Root() { tokenId }: BlockedGrant, @Ctx() { loaders }: Context) {
    return (await loaders.reviewedTokens.load(tokenId))?.expiresAt;
  }

  @FieldResolver(() => DateTime, { nullable: true })
  async lastUsedAt(@Root() { tokenId }: BlockedGrant, @Ctx() { loaders }: Context) {
    return (await loaders.reviewedTokens.load(tokenId))?.lastUsedAt;
  }

  @FieldResolver(() => OrganizationType)
  organization(@Root() { organizationId }: BlockedGrant, @Ctx() { loaders }: Context) {
    return loaders.organizations.load(organizationId);
  }

  @FieldResolver(() => UserType)
  user(@Root() { userId }: BlockedGrant, @Ctx() { loaders }: Context) {
    return loaders.users.load(userId);
  }
}
