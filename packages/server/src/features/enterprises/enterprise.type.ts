import { Field } from 'type-graphql';
import { BelongsTo, Open } from '../../api/graphql/field-access.ts';
import { Node } from '../../api/graphql/node.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import type { Enterprise } from './enterprise.entity.ts';

@BelongsTo<Enterprise>(({ id }) => ({ enterpriseId: id }))
@Open('its name; reached only by its owners and through its organizations. The rest asks for more')
@RowType('Enterprise', { implements: Node })
export class EnterpriseType implements Pick<Enterprise, 'slug' | 'name'> {
  @Field(() => String) slug: string;
  @Field(() => String) name: string;
}
