import { Ctx, Field, Int, Query, Resolver } from 'type-graphql';
import type { Context } from './context.ts';
import { Open } from './field-access.ts';
import { RowType } from './row-type.ts';
import { DateTime } from './scalars.ts';

@Open("the viewer's own count")
@RowType('RateLimit')
class RateLimitType {
  @Field(() => Int, { description: 'Of this operation.' }) cost: number;
  @Field(() => Int, { description: 'Points in an hour; 0: there is no limit.' }) limit: number;
  @Field(() => Int) nodeCount: number;
  @Field(() => Int) remaining: number;
  @Field(() => DateTime) resetAt: Date;
  @Field(() => Int) used: number;
}

@Resolver()
export class RateLimitResolver {
  @Open("the viewer's own count")
  @Query(() => RateLimitType)
  async rateLimit(@Ctx() { meter, nodeCount, clock }: Context): Promise<RateLimitType> {
    const unlimited = { limit: 0, used: 0, remaining: 0, resetAt: clock() };
    return { ...((await meter.standing()) ?? unlimited), cost: meter.cost, nodeCount: nodeCount() };
  }
}
