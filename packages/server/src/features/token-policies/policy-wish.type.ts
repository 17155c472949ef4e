import { Field, InputType, Int } from 'type-graphql';
import type { EnterprisePolicyWish, OrganizationPolicyWish } from './policy-change.rules.ts';
import type { ApprovalRequirement, EnterpriseSetting, TokenAccess } from './token-policy.rules.ts';
import { ApprovalRequirementType, EnterprisePolicySettingType, TokenAccessType } from './token-policy.type.ts';

const DAYS = { nullable: true, description: '1 to 366 days; null = no limit. Absent = as it is.' };

@InputType()
abstract class OrganizationPolicyFields implements OrganizationPolicyWish {
  @Field(() => TokenAccessType, { nullable: true }) fineGrainedAccess?: TokenAccess | null;
  @Field(() => TokenAccessType, { nullable: true }) classicAccess?: TokenAccess | null;
  @Field(() => ApprovalRequirementType, { nullable: true }) approval?: ApprovalRequirement | null;
  @Field(() => Int, DAYS) fineGrainedMaxDays?: number | null;
  @Field(() => Int, DAYS) classicMaxDays?: number | null;
}

@InputType()
abstract class EnterprisePolicyFields implements EnterprisePolicyWish {
  @Field(() => EnterprisePolicySettingType, { nullable: true }) fineGrainedAccess?: EnterpriseSetting | null;
  @Field(() => EnterprisePolicySettingType, { nullable: true }) classicAccess?: EnterpriseSetting | null;
  @Field(() => EnterprisePolicySettingType, { nullable: true }) approval?: EnterpriseSetting | null;
  @Field(() => Int, DAYS) fineGrainedMaxDays?: number | null;
  @Field(() => Int, DAYS) classicMaxDays?: number | null;
  @Field(() => Boolean, { nullable: true }) exemptAdministrators?: boolean | null;
}

const COMES_BACK = { nullable: true, description: 'Comes back in the payload.' };

@InputType()
export class PreviewTokenPolicyInput extends OrganizationPolicyFields {
  @Field(() => String, { description: 'Its login.' }) organization: string;
}

@InputType()
export class PreviewEnterpriseTokenPolicyInput extends EnterprisePolicyFields {
  @Field(() => String, { description: 'Its slug.' }) enterprise: string;
}

@InputType()
export class UpdateOrganizationTokenPolicyInput extends OrganizationPolicyFields {
  @Field(() => String, COMES_BACK) clientMutationId?: string | null;
  @Field(() => String, { description: 'Its login.' }) organization: string;
  @Field(() => Int, { description: 'The version that was looked at; when there is another one: CONFLICT.' })
  expectedVersion: number;
}

@InputType()
export class UpdateEnterpriseTokenPolicyInput extends EnterprisePolicyFields {
  @Field(() => String, COMES_BACK) clientMutationId?: string | null;
  @Field(() => String, { description: 'Its slug.' }) enterprise: string;
  @Field(() => Int, { description: 'The version that was looked at; when there is another one: CONFLICT.' })
  expectedVersion: number;
}

@InputType()
export class OptInToFineGrainedTokensInput extends OrganizationPolicyFields {
  @Field(() => String, COMES_BACK) clientMutationId?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Its login. Exactly one of organization and enterprise; the policy to begin with goes with the former.',
  })
  organization?: string | null;
  @Field(() => String, { nullable: true, description: 'Its slug.' }) enterprise?: string | null;
}
