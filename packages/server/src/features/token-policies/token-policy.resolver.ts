import { Arg, Ctx, Field, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../../api/graphql/context.ts';
import { Needs, Open } from '../../api/graphql/field-access.ts';
import { MutationPayload } from '../../api/graphql/mutation.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import type { Enterprise } from '../enterprises/enterprise.entity.ts';
import { EnterpriseType } from '../enterprises/enterprise.type.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { OrganizationType } from '../organizations/organization.type.ts';
import { optInToFineGrainedTokens } from './opt-in-to-fine-grained-tokens.ts';
import {
  OptInToFineGrainedTokensInput,
  UpdateEnterpriseTokenPolicyInput,
  UpdateOrganizationTokenPolicyInput,
} from './policy-wish.type.ts';
import { allowsFineGrained, effectivePolicy, policyFor } from './token-policy.rules.ts';
import { EffectiveTokenPolicyType, ViewerTokenPolicyType } from './token-policy.type.ts';
import { updateEnterpriseTokenPolicy } from './update-enterprise-token-policy.ts';
import { updateOrganizationTokenPolicy } from './update-organization-token-policy.ts';

@Open('holds only what guards itself')
@RowType('UpdateOrganizationTokenPolicyPayload')
class UpdateOrganizationTokenPolicyPayload extends MutationPayload {
  @Field(() => OrganizationType) organization: Organization;
}

@Open('holds only what guards itself')
@RowType('UpdateEnterpriseTokenPolicyPayload')
class UpdateEnterpriseTokenPolicyPayload extends MutationPayload {
  @Field(() => EnterpriseType) enterprise: Enterprise;
}

@Open('holds only what guards itself')
@RowType('OptInToFineGrainedTokensPayload')
class OptInToFineGrainedTokensPayload extends MutationPayload {
  @Field(() => OrganizationType, { nullable: true }) organization: Organization | null;
  @Field(() => EnterpriseType, { nullable: true }) enterprise: Enterprise | null;
}

@Resolver()
export class TokenPolicyResolver {
  @Needs('owner')
  @Mutation(() => UpdateOrganizationTokenPolicyPayload)
  async updateOrganizationTokenPolicy(
    @Arg('input', () => UpdateOrganizationTokenPolicyInput)
    { clientMutationId, ...input }: UpdateOrganizationTokenPolicyInput,
    @Ctx() caller: Context,
  ) {
    return { clientMutationId, organization: await updateOrganizationTokenPolicy(caller, input) };
  }

  @Needs('enterprise-owner')
  @Mutation(() => UpdateEnterpriseTokenPolicyPayload)
  async updateEnterpriseTokenPolicy(
    @Arg('input', () => UpdateEnterpriseTokenPolicyInput)
    { clientMutationId, ...input }: UpdateEnterpriseTokenPolicyInput,
    @Ctx() caller: Context,
  ) {
    return { clientMutationId, enterprise: await updateEnterpriseTokenPolicy(caller, input) };
  }

  @Needs('owner', 'enterprise-owner')
  @Mutation(() => OptInToFineGrainedTokensPayload)
  async optInToFineGrainedTokens(
    @Arg('input', () => OptInToFineGrainedTokensInput)
    { clientMutationId, ...input }: OptInToFineGrainedTokensInput,
    @Ctx() caller: Context,
  ) {
    return { clientMutationId, ...(await optInToFineGrainedTokens(caller, input)) };
  }
}

@Resolver(() => OrganizationType)
export class OrganizationTokenPolicyResolver {
  @Needs('member')
  @FieldResolver(() => EffectiveTokenPolicyType, {
    nullable: true,
    description:
      "What holds for tokens there now, its own policy and its enterprise's together, each value with the level that fixed it.",
  })
  async effectiveTokenPolicy(@Root() organization: Organization, @Ctx() caller: Context) {
    const enterprise = await enterpriseOf(organization, caller);
    const exemptAdministrators = enterprise?.exemptAdministrators ?? false;
    return { ...effectivePolicy(organization, enterprise), exemptAdministrators };
  }

  @Needs('member')
  @FieldResolver(() => ViewerTokenPolicyType, {
    nullable: true,
    description:
      "What holds for the person's own tokens there now: an owner of the enterprise may be exempt from its limits of lifetime. (PO-2)",
  })
  async viewerTokenPolicy(@Root() organization: Organization, @Ctx() caller: Context): Promise<ViewerTokenPolicyType> {
    const enterprise = await enterpriseOf(organization, caller);
    const isAdministrator = enterprise !== null && caller.viewer.enterpriseIds.includes(enterprise.id);
    const policy = policyFor(organization, enterprise, isAdministrator);
    return {
      allowsFineGrained: allowsFineGrained(policy),
      allowsClassic: policy.classicAccess === 'ALLOWED',
      fineGrainedMaxDays: policy.fineGrainedMaxDays,
      classicMaxDays: policy.classicMaxDays,
    };
  }
}

const enterpriseOf = async ({ enterpriseId }: Organization, { loaders }: Context) =>
  enterpriseId === null ? null : loaders.enterprises.load(enterpriseId);
