import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Open } from '../../api/graphql/field-access.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { DateTime } from '../../api/graphql/scalars.ts';
import type {
  ApprovalRequirement,
  Effective,
  EffectiveMaxDays,
  EffectiveTokenPolicy,
  EnterpriseSetting,
  EnterpriseTokenPolicy,
  OrganizationTokenPolicy,
  PolicyLevel,
  TokenAccess,
} from './token-policy.rules.ts';

export const TokenAccessType: Record<TokenAccess, TokenAccess> = { ALLOWED: 'ALLOWED', RESTRICTED: 'RESTRICTED' };
registerEnumType(TokenAccessType, { name: 'TokenAccess' });
export const ApprovalRequirementType: Record<ApprovalRequirement, ApprovalRequirement> = {
  REQUIRED: 'REQUIRED',
  NOT_REQUIRED: 'NOT_REQUIRED',
};
registerEnumType(ApprovalRequirementType, { name: 'ApprovalRequirement' });
export const EnterprisePolicySettingType: Record<EnterpriseSetting, EnterpriseSetting> = {
  ENABLED: 'ENABLED',
  DISABLED: 'DISABLED',
  NO_POLICY: 'NO_POLICY',
};
registerEnumType(EnterprisePolicySettingType, {
  name: 'EnterprisePolicySetting',
  description: 'ENABLED: allowed, or required. DISABLED: restricted, or not required. NO_POLICY: organizations decide.',
});
const PolicyLevelType: Record<PolicyLevel, PolicyLevel> = { ORGANIZATION: 'ORGANIZATION', ENTERPRISE: 'ENTERPRISE' };
registerEnumType(PolicyLevelType, { name: 'PolicyLevel', description: 'Who settled a value.' });

@Open('reached only through Organization.tokenPolicy')
@RowType('TokenPolicy', { description: 'What an organization demands of tokens.' })
export class TokenPolicyType implements OrganizationTokenPolicy {
  @Field(() => TokenAccessType) fineGrainedAccess: TokenAccess;
  @Field(() => TokenAccessType) classicAccess: TokenAccess;
  @Field(() => ApprovalRequirementType) approval: ApprovalRequirement;
  @Field(() => Int, { nullable: true, description: 'The longest lifetime in days; null = no limit.' })
  fineGrainedMaxDays: number | null;
  @Field(() => Int, { nullable: true, description: 'The longest lifetime in days; null = no limit.' }) classicMaxDays:
    | number
    | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'When fine-grained tokens were turned on; null = they are off, unless the enterprise did it. (PO-3)',
  })
  optedInAt: Date | null;
  @Field(() => Int, { description: 'Counts the changes.' }) version: number;
}

@Open('reached only through Enterprise.tokenPolicy')
@RowType('EnterpriseTokenPolicy', { description: 'What an enterprise demands of tokens in all of its organizations.' })
export class EnterpriseTokenPolicyType implements EnterpriseTokenPolicy {
  @Field(() => EnterprisePolicySettingType) fineGrainedAccess: EnterpriseSetting;
  @Field(() => EnterprisePolicySettingType) classicAccess: EnterpriseSetting;
  @Field(() => EnterprisePolicySettingType) approval: EnterpriseSetting;
  @Field(() => Int, { nullable: true, description: 'The longest lifetime in days; null = no policy.' })
  fineGrainedMaxDays: number | null;
  @Field(() => Int, { nullable: true, description: 'The longest lifetime in days; null = no policy.' }) classicMaxDays:
    | number
    | null;
  @Field(() => Boolean, { description: "The enterprise's limits of lifetime do not hold for its own owners." })
  exemptAdministrators: boolean;
  @Field(() => DateTime, {
    nullable: true,
    description: 'When it turned fine-grained tokens on for all of its organizations.',
  })
  optedInAt: Date | null;
  @Field(() => Int, { description: 'Counts the changes.' }) version: number;
}

const THROUGH = 'reached only through Organization.effectiveTokenPolicy';

@ObjectType()
abstract class Settled {
  @Field(() => PolicyLevelType) level: PolicyLevel;
}

@Open(THROUGH)
@RowType('EffectiveTokenAccess')
class EffectiveTokenAccess extends Settled implements Effective<TokenAccess> {
  @Field(() => TokenAccessType) value: TokenAccess;
}

@Open(THROUGH)
@RowType('EffectiveApproval')
class EffectiveApproval extends Settled implements Effective<ApprovalRequirement> {
  @Field(() => ApprovalRequirementType) value: ApprovalRequirement;
}

@Open(THROUGH)
@RowType('EffectiveOptIn')
class EffectiveOptIn extends Settled implements Effective<boolean> {
  @Field(() => Boolean) value: boolean;
}

@Open(THROUGH)
@RowType('EffectiveMaxDays')
class EffectiveMaxDaysType extends Settled implements EffectiveMaxDays {
  @Field(() => Int, { nullable: true, description: 'In days; null = no limit.' }) value: number | null;
  @Field(() => Int, {
    nullable: true,
    description: "The enterprise's limit, which the organization may only shorten; null = none.",
  })
  limit: number | null;
}

@Open(THROUGH)
@RowType('EffectiveTokenPolicy')
export class EffectiveTokenPolicyType implements EffectiveTokenPolicy {
  @Field(() => EffectiveOptIn) optedIn: EffectiveOptIn;
  @Field(() => EffectiveTokenAccess) fineGrainedAccess: EffectiveTokenAccess;
  @Field(() => EffectiveTokenAccess) classicAccess: EffectiveTokenAccess;
  @Field(() => EffectiveApproval) approval: EffectiveApproval;
  @Field(() => EffectiveMaxDaysType) fineGrainedMaxDays: EffectiveMaxDaysType;
  @Field(() => EffectiveMaxDaysType) classicMaxDays: EffectiveMaxDaysType;
  @Field(() => Boolean, { description: "The enterprise's limits of lifetime do not hold for its own owners." })
  exemptAdministrators: boolean;
}

@Open('reached only through Organization.viewerTokenPolicy')
@RowType('ViewerTokenPolicy', { description: "What holds for one's own tokens in an organization." })
export class ViewerTokenPolicyType {
  @Field(() => Boolean) allowsFineGrained: boolean;
  @Field(() => Boolean) allowsClassic: boolean;
  @Field(() => Int, { nullable: true, description: 'The longest lifetime in days; null = no limit.' })
  fineGrainedMaxDays: number | null;
  @Field(() => Int, { nullable: true, description: 'The longest lifetime in days; null = no limit.' }) classicMaxDays:
    | number
    | null;
}
