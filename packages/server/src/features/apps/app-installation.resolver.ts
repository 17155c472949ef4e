import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { PageArgs, pageOfAll, toConnection } from '../../api/graphql/connection.type.ts';
import type { Context } from '../../api/graphql/context.ts';
import { permissionSet, PermissionSetType, PermissionType } from '../../api/graphql/permission.type.ts';
import { keepInSight } from '../repositories/keep-in-sight.ts';
import { RepositoryConnection } from '../repositories/repository.type.ts';
import type { AppInstallation } from './app-installation.entity.ts';
import { permissionsBeyond } from './app-permissions.rules.ts';
import { AppInstallationType, AppType } from './app.type.ts';

@Resolver(() => AppInstallationType)
export class AppInstallationResolver {
  @FieldResolver(() => AppType)
  app(@Root() { appId }: AppInstallation, @Ctx() { loaders }: Context) {
    return loaders.apps.load(appId);
  }

  @FieldResolver(() => [PermissionType])
  permissions(@Root() { id }: AppInstallation, @Ctx() { loaders }: Context) {
    return loaders.installationPermissions.load(id);
  }

  @FieldResolver(() => PermissionSetType, {
    description: 'What the App asks for by now beyond what was agreed to.',
  })
  async permissionsAsked(@Root() { id, appId }: AppInstallation, @Ctx() { loaders }: Context) {
    const [asked, held] = await Promise.all([
      loaders.appPermissions.load(appId),
      loaders.installationPermissions.load(id),
    ]);
    const mapOf = (list: typeof asked) => Object.fromEntries(list.map(({ key, level }) => [key, level]));
    const beyond = permissionsBeyond(mapOf(asked), mapOf(held));
    return permissionSet(asked.filter(({ key }) => key in beyond));
  }

  @FieldResolver(() => RepositoryConnection, { nullable: true })
  async repositories(
    @Args(() => PageArgs) page: PageArgs,
    @Root() { id }: AppInstallation,
    @Ctx() { viewer, loaders, now }: Context,
  ) {
    const rows = await loaders.repositories.loadMany(await loaders.installationRepositoryIds.load(id));
    return toConnection(pageOfAll(keepInSight(viewer, rows), page), now);
  }
}
