import type { Level } from '@countersign/schema';
import { Field, InputType, registerEnumType } from 'type-graphql';
import { PermissionInput } from '../../api/graphql/permission.type.ts';
import { DateTime } from '../../api/graphql/scalars.ts';
import type { TokenRequestStatus } from './token-request.entity.ts';
import type { TokenRequestFilter, TokenRequestOrder } from './token-request.store.ts';
import { TokenRequestStatusType } from './token-request.type.ts';

export const OrderDirectionType = { ASC: 'ASC', DESC: 'DESC' } as const;
registerEnumType(OrderDirectionType, { name: 'OrderDirection' });
const TokenRequestOrderFieldType = {
  CREATED_AT: 'CREATED_AT',
  DECIDED_AT: 'DECIDED_AT',
  LAST_USED_AT: 'LAST_USED_AT',
  EXPIRES_AT: 'EXPIRES_AT',
} as const;
registerEnumType(TokenRequestOrderFieldType, { name: 'TokenRequestOrderField' });

/** What requests and grants are looked for by. */
@InputType()
export abstract class ReviewFilterInput {
  @Field(() => [String], { nullable: true, description: 'Logins of those who made the tokens.' }) owners?:
    | string[]
    | null;
  @Field(() => [String], {
    nullable: true,
    description: 'Names within the organization; matches those for all repositories too.',
  })
  repositories?: string[] | null;
  @Field(() => [PermissionInput], { nullable: true, description: 'At these levels or higher.' }) permissions?:
    | { key: string; level: Level }[]
    | null;
  @Field(() => String, { nullable: true, description: "In the token's name, its person's login, and the reason." })
  text?: string | null;
  @Field(() => DateTime, { nullable: true }) lastUsedBefore?: Date | null;
  @Field(() => DateTime, { nullable: true }) lastUsedAfter?: Date | null;
}

@InputType('TokenRequestFilter', { description: 'Values in one list: any of them. Lists together: all.' })
export class TokenRequestFilterInput extends ReviewFilterInput implements TokenRequestFilter {
  @Field(() => [TokenRequestStatusType], { nullable: true, description: 'Absent: PENDING.' }) status?:
    | TokenRequestStatus[]
    | null;
  @Field(() => [String], { nullable: true, description: 'Logins of people, slugs of Apps.' }) decidedBy?:
    | string[]
    | null;
  @Field(() => DateTime, { nullable: true }) decidedAfter?: Date | null;
  @Field(() => DateTime, { nullable: true }) decidedBefore?: Date | null;
}

@InputType('TokenRequestOrder')
export class TokenRequestOrderInput implements TokenRequestOrder {
  @Field(() => TokenRequestOrderFieldType) field: TokenRequestOrder['field'];
  @Field(() => OrderDirectionType) direction: TokenRequestOrder['direction'];
}
