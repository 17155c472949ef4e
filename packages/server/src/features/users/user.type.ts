import { Field } from 'type-graphql';
import { BelongsTo, Needs, Open } from '../../api/graphql/field-access.ts';
import { Node } from '../../api/graphql/node.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import type { User } from './user.entity.ts';

/** A person: a public profile, and beside it what they alone see. */
@BelongsTo<User>(({ id }) => ({ userId: id }))
@Open('public profile')
@RowType('User', { implements: Node })
export class UserType implements Pick<User, 'login' | 'name'> {
  @Field(() => String) login: string;
  @Field(() => String, { nullable: true }) name: string | null;
  @Needs('self', 'emails:read') @Field(() => String, { nullable: true }) email: string | null;
  @Needs('self') @Field(() => String, { nullable: true }) locale: string | null;
}
