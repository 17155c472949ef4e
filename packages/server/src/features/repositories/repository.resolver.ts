import { Arg, Ctx, Field, FieldResolver, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../api/graphql/context.ts';
import { Needs, Open } from '../../api/graphql/field-access.ts';
import { MutationInput, MutationPayload } from '../../api/graphql/mutation.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { type BasePermission, BasePermissionType } from '../organizations/organization.type.ts';
import { createRepository } from './create-repository.ts';
import { findRepository } from './find-repository.ts';
import type { RepositoryVisibility } from './repository.entity.ts';
import type { RepositoryInSight } from './repository.store.ts';
import { RepositoryOwnerUnion, RepositoryType, RepositoryVisibilityType } from './repository.type.ts';
import { setRepositoryAccess, updateRepository } from './update-repository.ts';

@InputType()
class CreateRepositoryInput extends MutationInput {
  @Field(() => String, { description: 'A login: your own, or that of an organization you own.' }) owner: string;
  @Field(() => String) name: string;
  @Field(() => RepositoryVisibilityType) visibility: RepositoryVisibility;
  @Field(() => String, { nullable: true }) description?: string | null;
}

@InputType()
class UpdateRepositoryInput extends MutationInput {
  @Field(() => String) owner: string;
  @Field(() => String) name: string;
  @Field(() => RepositoryVisibilityType, { nullable: true }) visibility?: RepositoryVisibility | null;
  @Field(() => String, { nullable: true }) description?: string | null;
}

@InputType()
class SetRepositoryAccessInput extends MutationInput {
  @Field(() => String) owner: string;
  @Field(() => String) name: string;
  @Field(() => String, { description: 'Whose access.' }) login: string;
  @Field(() => BasePermissionType, { description: 'NONE takes it back.' }) access: BasePermission;
}

@Open('holds only a repository, which guards itself')
@RowType('CreateRepositoryPayload')
class CreateRepositoryPayload extends MutationPayload {
  @Field(() => RepositoryType) repository: RepositoryInSight;
}

@Open('holds only a repository, which guards itself')
@RowType('UpdateRepositoryPayload')
class UpdateRepositoryPayload extends MutationPayload {
  @Field(() => RepositoryType) repository: RepositoryInSight;
}

@Open('holds only a repository, which guards itself')
@RowType('SetRepositoryAccessPayload')
class SetRepositoryAccessPayload extends MutationPayload {
  @Field(() => RepositoryType) repository: RepositoryInSight;
}

@Resolver(() => RepositoryType)
export class RepositoryResolver {
  @Open('public repositories are; for others find-repository asks')
  @Query(() => RepositoryType, { nullable: true })
  repository(
    @Arg('owner', () => String) owner: string,
    @Arg('name', () => String) name: string,
    @Ctx() caller: Context,
  ) {
    return findRepository(caller, owner, name);
  }

  @Needs('session')
  @Mutation(() => CreateRepositoryPayload)
  async createRepository(
    @Arg('input', () => CreateRepositoryInput) input: CreateRepositoryInput,
    @Ctx() caller: Context,
  ) {
    return { clientMutationId: input.clientMutationId, repository: await createRepository(caller, input) };
  }

  @Needs('session')
  @Mutation(() => UpdateRepositoryPayload)
  async updateRepository(
    @Arg('input', () => UpdateRepositoryInput) input: UpdateRepositoryInput,
    @Ctx() caller: Context,
  ) {
    const { clientMutationId, ...change } = input;
    return { clientMutationId, repository: await updateRepository(caller, change) };
  }

  @Needs('session')
  @Mutation(() => SetRepositoryAccessPayload)
  async setRepositoryAccess(
    @Arg('input', () => SetRepositoryAccessInput) input: SetRepositoryAccessInput,
    @Ctx() caller: Context,
  ) {
    return { clientMutationId: input.clientMutationId, repository: await setRepositoryAccess(caller, input) };
  }

  @FieldResolver(() => String)
  nameWithOwner(@Root() { owner, name }: RepositoryInSight) {
    return `${owner.login}/${name}`;
  }

  @FieldResolver(() => RepositoryOwnerUnion)
  owner(@Root() { owner }: RepositoryInSight, @Ctx() { loaders }: Context) {
    return owner.kind === 'USER' ? loaders.users.load(owner.id) : loaders.organizations.load(owner.id);
  }

  @FieldResolver(() => String, { description: 'For git, with a token as password.' })
  cloneUrl(@Root() { owner, name }: RepositoryInSight, @Ctx() { settings }: Context) {
    return `${settings.publicUrl}/git/${owner.login}/${name}.git`;
  }
}
