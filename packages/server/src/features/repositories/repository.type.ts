import { createUnionType, Field, registerEnumType } from 'type-graphql';
import { connectionOf } from '../../api/graphql/connection.type.ts';
import { BelongsTo, Needs } from '../../api/graphql/field-access.ts';
import { Node, typeNameOf } from '../../api/graphql/node.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { DateTime } from '../../api/graphql/scalars.ts';
import { OrganizationType } from '../organizations/organization.type.ts';
import { UserType } from '../users/user.type.ts';
import { subjectOfRepository } from './find-repository.ts';
import type { RepositoryVisibility } from './repository.entity.ts';
import type { RepositoryInSight } from './repository.store.ts';

export const RepositoryVisibilityType = { PUBLIC: 'PUBLIC', PRIVATE: 'PRIVATE' } as const;
registerEnumType(RepositoryVisibilityType, { name: 'RepositoryVisibility' });

export const RepositoryOwnerUnion = createUnionType({
  name: 'RepositoryOwner',
  types: () => [UserType, OrganizationType] as const,
  resolveType: typeNameOf,
});

type Shown = 'name' | 'description' | 'visibility' | 'createdAt';

/** Whoever reviews an organization's tokens sees the names of its repositories; else `metadata: read`, which a public one gives everybody. */
@BelongsTo<RepositoryInSight>(subjectOfRepository)
@Needs('metadata:read', 'organization_personal_access_token_requests:read', 'organization_personal_access_tokens:read')
@RowType('Repository', { implements: Node })
export class RepositoryType implements Pick<RepositoryInSight, Shown> {
  @Field(() => String) name: string;
  @Field(() => String, { nullable: true }) description: string | null;
  @Field(() => RepositoryVisibilityType) visibility: RepositoryVisibility;
  @Field(() => DateTime) createdAt: Date;
}

export const RepositoryConnection = connectionOf('Repository', () => RepositoryType);
