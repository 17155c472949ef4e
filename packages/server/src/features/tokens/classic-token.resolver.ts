import { Arg, Ctx, Field, FieldResolver, ID, InputType, Int, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../../api/graphql/context.ts';
import { Needs, Open } from '../../api/graphql/field-access.ts';
import { MutationInput, MutationPayload } from '../../api/graphql/mutation.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { DateTime } from '../../api/graphql/scalars.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { OrganizationType } from '../organizations/organization.type.ts';
import { createClassicToken } from './create-classic-token.ts';
import { tokenIdIn } from './personal-access-token.resolver.ts';
import { blocksOfClassicToken } from './token-obstacle.ts';
import type { Token } from './token.entity.ts';
import { ClassicTokenType, TokenObstacleCodeType } from './token.type.ts';
import { updateClassicToken } from './update-classic-token.ts';

@Open('reached only through the token, which guards itself')
@RowType('ClassicTokenBlock')
class ClassicTokenBlockType {
  @Field(() => OrganizationType) organization: Organization;
  @Field(() => TokenObstacleCodeType, { description: 'POLICY or LIFETIME.' }) code: keyof typeof TokenObstacleCodeType;
  @Field(() => String) message: string;
}

@InputType()
class CreateClassicTokenInput extends MutationInput {
  @Field(() => String) name: string;
  @Field(() => String, { nullable: true }) description?: string | null;
  @Field(() => [String], { description: 'Those that others of them contain are dropped; none = public data only.' })
  scopes: string[];
  @Field(() => Int, { nullable: true, description: 'Exactly one of the three says when the token ends.' })
  expiresInDays?: number | null;
  @Field(() => DateTime, { nullable: true }) expiresAt?: Date | null;
  @Field(() => Boolean, { nullable: true }) neverExpires?: boolean | null;
}

@Open('holds only what its maker just made')
@RowType('CreateClassicTokenPayload')
class CreateClassicTokenPayload extends MutationPayload {
  @Field(() => ClassicTokenType) token: Token;
  @Field(() => String, { description: 'Shown once: here.' }) secret: string;
}

@InputType()
class UpdateClassicTokenInput extends MutationInput {
  @Field(() => ID) tokenId: string;
  @Field(() => String, { nullable: true, description: 'Here and below: absent = unchanged.' }) name?: string | null;
  @Field(() => String, { nullable: true }) description?: string | null;
  @Field(() => [String], { nullable: true }) scopes?: string[] | null;
}

@Open('holds only a token, which guards itself')
@RowType('UpdateClassicTokenPayload')
class UpdateClassicTokenPayload extends MutationPayload {
  @Field(() => ClassicTokenType) token: Token;
}

@Resolver(() => ClassicTokenType)
export class ClassicTokenResolver {
  @Needs('session')
  @Mutation(() => CreateClassicTokenPayload)
  async createClassicToken(
    @Arg('input', () => CreateClassicTokenInput) { clientMutationId, ...wish }: CreateClassicTokenInput,
    @Ctx() caller: Context,
  ) {
    return { clientMutationId, ...(await createClassicToken(caller, wish)) };
  }

  @Needs('session')
  @Mutation(() => UpdateClassicTokenPayload)
  async updateClassicToken(
    @Arg('input', () => UpdateClassicTokenInput) { clientMutationId, tokenId, ...wish }: UpdateClassicTokenInput,
    @Ctx() caller: Context,
  ) {
    const id = tokenIdIn('ClassicToken', tokenId);
    return { clientMutationId, token: await updateClassicToken(caller, { tokenId: id, ...wish }) };
  }

  @FieldResolver(() => [ClassicTokenBlockType], { description: 'Where policy refuses it now, and why.' })
  async blockedIn(@Root() token: Token, @Ctx() { viewer, loaders, now }: Context) {
    const blocks = blocksOfClassicToken(token, viewer, now);
    return Promise.all(
      blocks.map(async ({ organizationId, ...why }) => ({
        organization: await loaders.organizations.load(organizationId),
        ...why,
      })),
    );
  }
}
