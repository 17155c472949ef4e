import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { avatarUrl } from '../../api/graphql/avatar.ts';
import type { Context } from '../../api/graphql/context.ts';
import { PermissionType } from '../../api/graphql/permission.type.ts';
import type { AppInstallation } from './app-installation.entity.ts';
import type { App } from './app.entity.ts';
import { AppInstallationType, AppType } from './app.type.ts';

@Resolver(() => AppType)
export class AppResolver {
  @FieldResolver(() => String)
  avatarUrl(@Root() { slug }: App) {
    return avatarUrl(slug);
  }
}

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
}
