import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Context } from '../../api/graphql/context.ts';
import { statusOf } from './token.rules.ts';
import type { ReviewedToken } from './token.store.ts';
import { ReviewedTokenType, TokenStatusType } from './token.type.ts';

@Resolver(() => ReviewedTokenType)
export class ReviewedTokenResolver {
  @FieldResolver(() => Int, { description: 'The token_id of REST.' })
  databaseId(@Root() { id }: ReviewedToken) {
    return id;
  }

  @FieldResolver(() => TokenStatusType)
  status(@Root() token: ReviewedToken, @Ctx() { now }: Context) {
    return statusOf(token, now);
  }
}
