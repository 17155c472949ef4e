import { Arg, Args, Ctx, Field, FieldResolver, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { avatarUrl } from '../../api/graphql/avatar.ts';
import { PageArgs, toConnection } from '../../api/graphql/connection.type.ts';
import type { Context } from '../../api/graphql/context.ts';
import { Needs, Open } from '../../api/graphql/field-access.ts';
import { MutationInput, MutationPayload } from '../../api/graphql/mutation.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { AppInstallationConnection } from '../apps/app.type.ts';
import { listInstallations } from '../apps/list-installations.ts';
import { AuditEntryConnection, AuditLogFilterInput } from '../audit-log/audit-entry.type.ts';
import { listAuditEntries } from '../audit-log/list-audit-entries.ts';
import { EnterpriseType } from '../enterprises/enterprise.type.ts';
import { listRepositories } from '../repositories/list-repositories.ts';
import { RepositoryConnection } from '../repositories/repository.type.ts';
import { TokenPolicyType } from '../token-policies/token-policy.type.ts';
import type { User } from '../users/user.entity.ts';
import { UserType } from '../users/user.type.ts';
import { addOrganizationMember } from './add-organization-member.ts';
import { createOwnOrganization } from './create-organization.ts';
import { findOrganization } from './find-organization.ts';
import { listMembers } from './list-members.ts';
import type { MemberRole } from './membership.entity.ts';
import type { Organization } from './organization.entity.ts';
import { MemberRoleType, OrganizationMemberConnection, OrganizationType } from './organization.type.ts';
import { removeOrganizationMember } from './remove-organization-member.ts';

@InputType()
class CreateOrganizationInput extends MutationInput {
  @Field(() => String) login: string;
  @Field(() => String, { nullable: true }) name?: string | null;
}

@InputType()
class AddOrganizationMemberInput extends MutationInput {
  @Field(() => String) organization: string;
  @Field(() => String, { description: 'Whom.' }) login: string;
  @Field(() => MemberRoleType, { description: 'Of a member, the new role.' }) role: MemberRole;
}

@InputType()
class RemoveOrganizationMemberInput extends MutationInput {
  @Field(() => String) organization: string;
  @Field(() => String, { description: 'Whom; oneself to leave.' }) login: string;
}

@Open('holds only what guards itself')
@RowType('CreateOrganizationPayload')
class CreateOrganizationPayload extends MutationPayload {
  @Field(() => OrganizationType) organization: Organization;
}

@Open('holds only what guards itself')
@RowType('AddOrganizationMemberPayload')
class AddOrganizationMemberPayload extends MutationPayload {
  @Field(() => OrganizationType) organization: Organization;
  @Field(() => UserType) member: User;
}

@Open('holds only what guards itself')
@RowType('RemoveOrganizationMemberPayload')
class RemoveOrganizationMemberPayload extends MutationPayload {
  @Field(() => OrganizationType) organization: Organization;
}

@Resolver(() => OrganizationType)
export class OrganizationResolver {
  @Open('find-organization knows no organization to a stranger')
  @Query(() => OrganizationType, { nullable: true })
  organization(@Arg('login', () => String) login: string, @Ctx() caller: Context) {
    return findOrganization(caller, login);
  }

  @Needs('session')
  @Mutation(() => CreateOrganizationPayload)
  async createOrganization(
    @Arg('input', () => CreateOrganizationInput) input: CreateOrganizationInput,
    @Ctx() caller: Context,
  ) {
    return { clientMutationId: input.clientMutationId, organization: await createOwnOrganization(caller, input) };
  }

  @Needs('owner')
  @Mutation(() => AddOrganizationMemberPayload)
  async addOrganizationMember(
    @Arg('input', () => AddOrganizationMemberInput) input: AddOrganizationMemberInput,
    @Ctx() caller: Context,
  ) {
    return { clientMutationId: input.clientMutationId, ...(await addOrganizationMember(caller, input)) };
  }

  @Needs('owner', 'self')
  @Mutation(() => RemoveOrganizationMemberPayload)
  async removeOrganizationMember(
    @Arg('input', () => RemoveOrganizationMemberInput) input: RemoveOrganizationMemberInput,
    @Ctx() caller: Context,
  ) {
    return { clientMutationId: input.clientMutationId, organization: await removeOrganizationMember(caller, input) };
  }

  @FieldResolver(() => String)
  avatarUrl(@Root() { login }: Organization) {
    return avatarUrl(login);
  }

  @FieldResolver(() => String)
  url(@Root() { login }: Organization, @Ctx() { settings }: Context) {
    return `${settings.publicUrl}/${login}`;
  }

  @Needs('member')
  @FieldResolver(() => MemberRoleType, { nullable: true, description: 'What the person is there.' })
  viewerRole(@Root() { id }: Organization, @Ctx() { viewer }: Context) {
    return viewer.roleIn(id);
  }

  @Needs('member')
  @FieldResolver(() => EnterpriseType, { nullable: true })
  enterprise(@Root() { enterpriseId }: Organization, @Ctx() { loaders }: Context) {
    return enterpriseId && loaders.enterprises.load(enterpriseId);
  }

  @Needs('member', 'members:read')
  @FieldResolver(() => OrganizationMemberConnection, {
    nullable: true,
    description: 'By login; with text, those whose login or name holds it.',
  })
  async members(
    @Arg('text', () => String, { nullable: true }) text: string | null,
    @Args(() => PageArgs) page: PageArgs,
    @Root() { id }: Organization,
    @Ctx() caller: Context,
  ) {
    return toConnection(await listMembers(caller, id, text, page), caller.now, ({ role }) => ({ role }));
  }

  @FieldResolver(() => RepositoryConnection, {
    nullable: true,
    description: 'Those in sight of the credential, by name.',
  })
  async repositories(
    @Arg('text', () => String, { nullable: true }) text: string | null,
    @Args(() => PageArgs) page: PageArgs,
    @Root() { id, login }: Organization,
    @Ctx() caller: Context,
  ) {
    const owner = { kind: 'ORGANIZATION', id, login } as const;
    return toConnection(await listRepositories(caller, { owner, text }, page), caller.now);
  }

  @Needs('member')
  @FieldResolver(() => TokenPolicyType, { nullable: true, description: 'What the organization demands of tokens.' })
  tokenPolicy(@Root() organization: Organization) {
    return Object.assign(organization, { version: organization.policyVersion });
  }

  @Needs('owner')
  @FieldResolver(() => AuditEntryConnection, { nullable: true, description: 'Newest first.' })
  async auditLog(
    @Arg('filter', () => AuditLogFilterInput, { nullable: true }) filter: AuditLogFilterInput | null,
    @Args(() => PageArgs) page: PageArgs,
    @Root() { id }: Organization,
    @Ctx() caller: Context,
  ) {
    return toConnection(await listAuditEntries(caller, { organizationId: id }, filter, page), caller.now);
  }

  @Needs('owner')
  @FieldResolver(() => AppInstallationConnection, { nullable: true, description: 'The Apps let in, newest first.' })
  async apps(@Args(() => PageArgs) page: PageArgs, @Root() { id }: Organization, @Ctx() caller: Context) {
    return toConnection(await listInstallations(caller, id, page), caller.now);
  }
}
