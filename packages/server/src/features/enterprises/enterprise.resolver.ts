import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { PageArgs, toConnection } from '../../api/graphql/connection.type.ts';
import type { Context } from '../../api/graphql/context.ts';
import { Needs, Open } from '../../api/graphql/field-access.ts';
import { AuditEntryConnection, AuditLogFilterInput } from '../audit-log/audit-entry.type.ts';
import { listAuditEntries } from '../audit-log/list-audit-entries.ts';
import { listOrganizationsOfEnterprise } from '../organizations/list-organizations-of-enterprise.ts';
import { OrganizationConnection } from '../organizations/organization.type.ts';
import { EnterpriseTokenPolicyType } from '../token-policies/token-policy.type.ts';
import { UserType } from '../users/user.type.ts';
import type { Enterprise } from './enterprise.entity.ts';
import { EnterpriseType } from './enterprise.type.ts';
import { findEnterprise, listOwnEnterprises } from './find-enterprise.ts';

@Resolver(() => EnterpriseType)
export class EnterpriseResolver {
  @Open('find-enterprise knows no enterprise to all but its owners')
  @Query(() => EnterpriseType, { nullable: true, description: 'NOT_FOUND to all but its owners.' })
  enterprise(@Arg('slug', () => String) slug: string, @Ctx() caller: Context) {
    return findEnterprise(caller, slug);
  }

  @Needs('enterprise-owner')
  @FieldResolver(() => EnterpriseTokenPolicyType, {
    nullable: true,
    description: 'What it demands of tokens in all of its organizations.',
  })
  tokenPolicy(@Root() enterprise: Enterprise) {
    return Object.assign(enterprise, { version: enterprise.policyVersion });
  }

  @Needs('enterprise-owner')
  @FieldResolver(() => [UserType], { nullable: true, description: 'By login.' })
  async owners(@Root() { id }: Enterprise, @Ctx() { loaders }: Context) {
    return loaders.users.loadMany(await loaders.enterpriseOwnerIds.load(id));
  }

  @Needs('enterprise-owner')
  @FieldResolver(() => OrganizationConnection, { nullable: true, description: 'By login.' })
  async organizations(@Args(() => PageArgs) page: PageArgs, @Root() { id }: Enterprise, @Ctx() caller: Context) {
    return toConnection(await listOrganizationsOfEnterprise(caller, id, page), caller.now);
  }

  @Needs('enterprise-owner')
  @FieldResolver(() => AuditEntryConnection, { nullable: true, description: 'Newest first.' })
  async auditLog(
    @Arg('filter', () => AuditLogFilterInput, { nullable: true }) filter: AuditLogFilterInput | null,
    @Args(() => PageArgs) page: PageArgs,
    @Root() { id }: Enterprise,
    @Ctx() caller: Context,
  ) {
    return toConnection(await listAuditEntries(caller, { enterpriseId: id }, filter, page), caller.now);
  }
}

@Resolver(() => UserType)
export class UserEnterprisesResolver {
  @Needs('self')
  @FieldResolver(() => [EnterpriseType], { nullable: true, description: 'Those one is an owner of, by name.' })
  enterprises(@Ctx() caller: Context) {
    return listOwnEnterprises(caller);
  }
}
