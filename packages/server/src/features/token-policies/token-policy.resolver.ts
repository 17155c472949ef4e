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
import { effectivePolicy } from './token-policy.rules.ts';
import { EffectiveTokenPolicyType } from './token-policy.type.ts';
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
  async effectiveTokenPolicy(@Root() organization: Organization, @Ctx() { loaders }: Context) {
    const { enterpriseId } = organization;
    const enterprise = enterpriseId === null ? null : await loaders.enterprises.load(enterpriseId);
    const exemptAdministrators = enterprise?.exemptAdministrators ?? false;
    return { ...effectivePolicy(organization, enterprise), exemptAdministrators };
  }
}
