import { Field, Int, registerEnumType } from 'type-graphql';
import { Open } from '../../api/graphql/field-access.ts';
import { RowType } from '../../api/graphql/row-type.ts';

const TokenAccessType = { ALLOWED: 'ALLOWED', RESTRICTED: 'RESTRICTED' } as const;
registerEnumType(TokenAccessType, { name: 'TokenAccess' });
const ApprovalRequirementType = { REQUIRED: 'REQUIRED', NOT_REQUIRED: 'NOT_REQUIRED' } as const;
registerEnumType(ApprovalRequirementType, { name: 'ApprovalRequirement' });

@Open('reached only through Organization.tokenPolicy')
@RowType('TokenPolicy', { description: 'What an organization demands of tokens.' })
export class TokenPolicyType {
  @Field(() => TokenAccessType) fineGrainedAccess: 'ALLOWED' | 'RESTRICTED';
  @Field(() => TokenAccessType) classicAccess: 'ALLOWED' | 'RESTRICTED';
  @Field(() => ApprovalRequirementType) approval: 'REQUIRED' | 'NOT_REQUIRED';
  @Field(() => Int, { nullable: true, description: 'The longest lifetime in days; null = no limit.' })
  fineGrainedMaxDays: number | null;
  @Field(() => Int, { nullable: true, description: 'The longest lifetime in days; null = no limit.' }) classicMaxDays:
    | number
    | null;
  @Field(() => Int, { description: 'Counts the changes.' }) version: number;
}
