import { Field } from 'type-graphql';
import { Open } from '../../api/graphql/field-access.ts';
import { Node } from '../../api/graphql/node.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import type { Enterprise } from './enterprise.entity.ts';

@Open('its name; reached only through its organizations')
@RowType('Enterprise', { implements: Node })
export class EnterpriseType implements Pick<Enterprise, 'slug' | 'name'> {
  @Field(() => String) slug: string;
  @Field(() => String) name: string;
}
