import type { Level } from '@countersign/schema';
import { Arg, Ctx, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../api/graphql/context.ts';
import { Needs, Open } from '../../api/graphql/field-access.ts';
import { MutationInput, MutationPayload } from '../../api/graphql/mutation.type.ts';
import { PermissionInput } from '../../api/graphql/permission.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import type { TokenRequest } from '../token-requests/token-request.entity.ts';
import { TokenRequestType } from '../token-requests/token-request.type.ts';
import { tokenIdIn } from './personal-access-token.resolver.ts';
import type { RepositorySelection, Token } from './token.entity.ts';
import { choiceOf } from './token.resolver.ts';
import { FineGrainedTokenType, RepositorySelectionType } from './token.type.ts';
import { updateFineGrainedToken } from './update-fine-grained-token.ts';

@InputType()
class UpdateFineGrainedTokenInput extends MutationInput {
  @Field(() => ID) tokenId: string;
  @Field(() => String, { nullable: true, description: 'Absent = as it is; so are the other fields.' }) name?:
    | string
    | null;
  @Field(() => String, { nullable: true }) description?: string | null;
  @Field(() => RepositorySelectionType, { nullable: true }) repositorySelection?: RepositorySelection | null;
  @Field(() => [String], { nullable: true }) repositories?: string[] | null;
  @Field(() => [PermissionInput], { nullable: true }) permissions?: { key: string; level: Level }[] | null;
  @Field(() => String, {
    nullable: true,
    description: 'For those who decide, where the edit has to be approved.',
  })
  reason?: string | null;
}

@Open('holds only rows that guard themselves')
@RowType('UpdateFineGrainedTokenPayload')
class UpdateFineGrainedTokenPayload extends MutationPayload {
  @Field(() => FineGrainedTokenType) token: Token;
  @Field(() => TokenRequestType, {
    nullable: true,
    description: 'The one that the edit opened; null where everything applies at once.',
  })
  request: TokenRequest | null;
}

@Resolver()
export class UpdateFineGrainedTokenResolver {
  @Needs('session')
  @Mutation(() => UpdateFineGrainedTokenPayload)
  async updateFineGrainedToken(
    @Arg('input', () => UpdateFineGrainedTokenInput) input: UpdateFineGrainedTokenInput,
    @Ctx() caller: Context,
  ) {
    const { clientMutationId, tokenId, repositories, ...edit } = input;
    const id = tokenIdIn('FineGrainedToken', tokenId);
    const wish = { tokenId: id, ...edit, repositories: repositories?.map(choiceOf) };
    return { clientMutationId, ...(await updateFineGrainedToken(caller, wish)) };
  }
}
