import { Field, Int, registerEnumType } from 'type-graphql';
import { connectionOf, PageInfo } from '../../api/graphql/connection.type.ts';
import { BelongsTo, Needs, Open } from '../../api/graphql/field-access.ts';
import { Node } from '../../api/graphql/node.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { UserType } from '../users/user.type.ts';
import type { MemberRole } from './membership.entity.ts';
import type { BasePermission, Organization } from './organization.entity.ts';
import type { Member } from './organization.store.ts';

export const MemberRoleType = { OWNER: 'OWNER', MEMBER: 'MEMBER' } as const;
registerEnumType(MemberRoleType, { name: 'MemberRole' });
export const BasePermissionType = { NONE: 'NONE', READ: 'READ', WRITE: 'WRITE', ADMIN: 'ADMIN' } as const;
registerEnumType(BasePermissionType, { name: 'BasePermission' });
export type { BasePermission };

/** Whoever gets hold of one may know of it: `find-organization` hands it to members and Apps, a public repository to everybody. */
@BelongsTo<Organization>(({ id }) => ({ organizationId: id }))
@Open('its name; the rest asks for more')
@RowType('Organization', { implements: Node })
export class OrganizationType implements Pick<Organization, 'login' | 'name'> {
  @Field(() => String) login: string;
  @Field(() => String, { nullable: true }) name: string | null;
  @Needs('member') @Field(() => BasePermissionType, { nullable: true }) basePermission: BasePermission | null;
}

export const OrganizationConnection = connectionOf('Organization', () => OrganizationType);

@Open('holds only a person, who guards themself, and their role')
@RowType('OrganizationMemberEdge')
class OrganizationMemberEdge {
  @Field(() => String) cursor: string;
  @Field(() => UserType, { nullable: true }) node: Member | null;
  @Field(() => MemberRoleType) role: MemberRole;
}

@Open('holds only people, who guard themselves')
@RowType('OrganizationMemberConnection')
export class OrganizationMemberConnection {
  @Field(() => [OrganizationMemberEdge]) edges: OrganizationMemberEdge[];
  @Field(() => [UserType], { nullable: 'items' }) nodes: (Member | null)[];
  @Field(() => PageInfo) pageInfo: PageInfo;
  @Field(() => Int) totalCount: number;
  @Field(() => Boolean) totalCountIsExact: boolean;
}
