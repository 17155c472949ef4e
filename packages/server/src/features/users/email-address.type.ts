import { Field } from 'type-graphql';
import { BelongsTo, Needs } from '../../api/graphql/field-access.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { DateTime } from '../../api/graphql/scalars.ts';
import type { OwnEmailAddress } from './email-address.store.ts';

/** An address, which its person alone is shown. (AP-5) */
@BelongsTo<OwnEmailAddress>(({ userId }) => ({ userId }))
@Needs('self')
@RowType('EmailAddress')
export class EmailAddressType implements Pick<OwnEmailAddress, 'address' | 'isPrimary' | 'verifiedAt'> {
  @Field(() => String) address: string;
  @Field(() => Boolean) isPrimary: boolean;
  @Field(() => DateTime, { nullable: true, description: 'null = not yet.' }) verifiedAt: Date | null;
}
