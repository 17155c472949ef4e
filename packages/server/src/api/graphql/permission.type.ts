import {
  appPermissionOf,
  type Level,
  PERMISSIONS,
  type PermissionDefinition,
  type PermissionGroup,
  SCOPES,
  type ScopeDefinition,
} from '@countersign/schema';
import { Field, InputType, Query, registerEnumType, Resolver } from 'type-graphql';
import { Open } from './field-access.ts';
import { RowType } from './row-type.ts';

const PermissionLevelType: Record<string, Level> = { READ: 'read', WRITE: 'write', ADMIN: 'admin' };
registerEnumType(PermissionLevelType, {
  name: 'PermissionLevel',
  description: 'Each level contains the ones before it.',
});

const PermissionGroupType: Record<string, PermissionGroup> = {
  REPOSITORY: 'repository',
  ORGANIZATION: 'organization',
  USER: 'user',
};
registerEnumType(PermissionGroupType, { name: 'PermissionGroup' });

@Open('names a permission, no more')
@RowType('Permission')
export class PermissionType {
  @Field(() => String) key: string;
  @Field(() => PermissionLevelType) level: Level;
}

@Open('reached only through what holds it')
@RowType('PermissionSet', { description: 'Permissions by what they are about.' })
export class PermissionSetType {
  @Field(() => [PermissionType]) repository: PermissionType[];
  @Field(() => [PermissionType]) organization: PermissionType[];
  @Field(() => [PermissionType]) user: PermissionType[];
}

/** Permissions sorted into their groups, by key. */
export function permissionSet(permissions: readonly PermissionType[]): PermissionSetType {
  const set: PermissionSetType = { repository: [], organization: [], user: [] };
  for (const permission of permissions) {
    const definition = appPermissionOf(permission.key);
    if (definition) set[definition.resource].push(permission);
  }
  return set;
}

@InputType('PermissionInput')
export class PermissionInput {
  @Field(() => String) key: string;
  @Field(() => PermissionLevelType) level: Level;
}

@Open('the catalogue is public')
@RowType('PermissionDefinition')
class PermissionDefinitionType {
  @Field(() => String) key: string;
  @Field(() => String) title: string;
  @Field(() => PermissionGroupType) group: PermissionGroup;
  @Field(() => [PermissionLevelType]) levels: readonly Level[];
}

@Open('the catalogue is public')
@RowType('ScopeDefinition')
class ScopeDefinitionType implements ScopeDefinition {
  @Field(() => String) scope: string;
  @Field(() => String, { nullable: true, description: 'The scope that contains this one.' }) parent: string | null;
}

const definitionOf = ({ resource, ...definition }: PermissionDefinition) => ({ ...definition, group: resource });

@Resolver()
export class CatalogueResolver {
  @Open('the catalogue is public')
  @Query(() => [PermissionDefinitionType], { description: 'What a fine-grained token can ask for.' })
  permissionCatalogue() {
    return PERMISSIONS.map(definitionOf);
  }

  @Open('the catalogue is public')
  @Query(() => [ScopeDefinitionType], { description: 'The scopes of classic tokens, a tree.' })
  scopeCatalogue() {
    return SCOPES;
  }
}
