import { Arg, Args, Ctx, Field, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { avatarUrl } from '../../api/graphql/avatar.ts';
import { PageArgs, toConnection } from '../../api/graphql/connection.type.ts';
import type { Context } from '../../api/graphql/context.ts';
import { Open } from '../../api/graphql/field-access.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { listRepositories } from '../repositories/list-repositories.ts';
import { RepositoryConnection } from '../repositories/repository.type.ts';
import { UserType } from '../users/user.type.ts';
import type { ResourceOwner } from './list-resource-owners.ts';

@Open('reached only through the person who may choose it')
@RowType('ResourceOwner', { description: 'Whom a new token may be for, with what is demanded of it there.' })
export class ResourceOwnerType implements Omit<ResourceOwner, 'owner'> {
  @Field(() => String, { nullable: true }) name: string | null;
  @Field(() => Boolean, {
    description: 'A request is opened and has to be approved before the token reaches anything private.',
  })
  approvalRequired: boolean;
  @Field(() => Int, { nullable: true, description: 'In days; null = no limit.' }) maximumLifetimeDays: number | null;
}

@Resolver(() => ResourceOwnerType)
export class ResourceOwnerResolver {
  @FieldResolver(() => String)
  login(@Root() { owner }: ResourceOwner) {
    return owner.login;
  }

  @FieldResolver(() => String)
  avatarUrl(@Root() { owner }: ResourceOwner) {
    return avatarUrl(owner.login);
  }

  @FieldResolver(() => Boolean)
  isOrganization(@Root() { owner }: ResourceOwner) {
    return owner.kind === 'ORGANIZATION';
  }

  @FieldResolver(() => [UserType], { description: 'Who can approve; empty where no approval is needed.' })
  async deciders(@Root() { owner, approvalRequired }: ResourceOwner, @Ctx() { loaders }: Context) {
    return approvalRequired ? loaders.users.loadMany(await loaders.ownerIds.load(owner.id)) : [];
  }

  @FieldResolver(() => RepositoryConnection, { description: 'Those the token could be given, by name.' })
  async repositories(
    @Arg('text', () => String, { nullable: true }) text: string | null,
    @Args(() => PageArgs) page: PageArgs,
    @Root() { owner }: ResourceOwner,
    @Ctx() caller: Context,
  ) {
    return toConnection(await listRepositories(caller, { owner, text }, page), caller.now);
  }
}
