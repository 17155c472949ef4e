import { Arg, Ctx, Field, FieldResolver, ID, InputType, Int, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../../api/graphql/context.ts';
import { Needs, Open } from '../../api/graphql/field-access.ts';
import { databaseIdIn, globalId } from '../../api/graphql/global-id.ts';
import { MutationInput, MutationPayload } from '../../api/graphql/mutation.type.ts';
import { typeNameOf } from '../../api/graphql/node.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { DateTime } from '../../api/graphql/scalars.ts';
import { notFound } from '../../errors.ts';
import { UserType } from '../users/user.type.ts';
import { deleteToken } from './delete-token.ts';
import { regenerateToken } from './regenerate-token.ts';
import type { PersonalKind, Token } from './token.entity.ts';
import { statusOf } from './token.rules.ts';
import { PersonalAccessToken, TokenDoorType, TokenStatusType } from './token.type.ts';

@InputType()
class RegenerateTokenInput extends MutationInput {
  @Field(() => ID) tokenId: string;
  @Field(() => Int, { nullable: true, description: 'Exactly one of the three says when the token ends.' })
  expiresInDays?: number | null;
  @Field(() => DateTime, { nullable: true }) expiresAt?: Date | null;
  @Field(() => Boolean, { nullable: true }) neverExpires?: boolean | null;
}

@Open('holds only what its maker just made')
@RowType('RegenerateTokenPayload')
class RegenerateTokenPayload extends MutationPayload {
  @Field(() => PersonalAccessToken) token: Token;
  @Field(() => String, { description: 'Shown once: here. The one before is dead.' }) secret: string;
}

@InputType()
class DeleteTokenInput extends MutationInput {
  @Field(() => ID) tokenId: string;
}

@Open('holds an id that the caller gave')
@RowType('DeleteTokenPayload')
class DeleteTokenPayload extends MutationPayload {
  @Field(() => ID) deletedTokenId: string;
}

/** The database id of a token of that kind; NOT_FOUND when there can be none. */
export function tokenIdIn(type: 'FineGrainedToken' | 'ClassicToken', text: string): number {
  const id = databaseIdIn(type, text);
  if (id === null) throw notFound('The token');
  return id;
}

/** The same of either kind: a global id says which, plain digits do not. */
function anyTokenIn(text: string): { id: number; kinds?: readonly PersonalKind[] } {
  const fineGrained = databaseIdIn('FineGrainedToken', text);
  const classic = databaseIdIn('ClassicToken', text);
  if (fineGrained !== null && classic !== null) return { id: classic };
  return fineGrained === null
    ? { id: tokenIdIn('ClassicToken', text), kinds: ['CLASSIC'] }
    : { id: fineGrained, kinds: ['FINE_GRAINED'] };
}

/** What is the same of tokens of both kinds. */
@Resolver(() => PersonalAccessToken)
export class PersonalAccessTokenResolver {
  @Needs('session')
  @Mutation(() => RegenerateTokenPayload)
  async regenerateToken(
    @Arg('input', () => RegenerateTokenInput) { clientMutationId, tokenId, ...expiry }: RegenerateTokenInput,
    @Ctx() caller: Context,
  ) {
    const { id, kinds } = anyTokenIn(tokenId);
    return { clientMutationId, ...(await regenerateToken(caller, { tokenId: id, kinds, ...expiry })) };
  }

  @Needs('session')
  @Mutation(() => DeleteTokenPayload)
  async deleteToken(
    @Arg('input', () => DeleteTokenInput) { clientMutationId, tokenId }: DeleteTokenInput,
    @Ctx() caller: Context,
  ) {
    const { id, kinds } = anyTokenIn(tokenId);
    const token = await deleteToken(caller, id, kinds);
    return { clientMutationId, deletedTokenId: globalId(typeNameOf(token), token.id) };
  }

  @FieldResolver(() => TokenStatusType)
  status(@Root() token: Token, @Ctx() { now }: Context) {
    return statusOf(token, now);
  }

  @FieldResolver(() => TokenDoorType, { nullable: true, description: 'Where that was.' })
  lastUsedThrough(@Root() { lastUsedDoor }: Token) {
    return lastUsedDoor;
  }

  @FieldResolver(() => UserType)
  user(@Root() { userId }: Token, @Ctx() { loaders }: Context) {
    return loaders.users.load(userId!);
  }
}
