import { Arg, Args, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { avatarUrl } from '../../api/graphql/avatar.ts';
import { PageArgs, toConnection } from '../../api/graphql/connection.type.ts';
import type { Context } from '../../api/graphql/context.ts';
import { Needs } from '../../api/graphql/field-access.ts';
import { permissionSet, PermissionSetType } from '../../api/graphql/permission.type.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { OrganizationType } from '../organizations/organization.type.ts';
import type { App, AppKey } from './app.entity.ts';
import { AppClientSecretType, AppConnection, AppKeyType, AppType } from './app.type.ts';
import { findApp, findOwnedApp, listOwnedApps } from './find-app.ts';
import { fingerprintOf } from './fingerprint.ts';

@Resolver(() => AppType)
export class AppResolver {
  @Needs('session')
  @Query(() => AppType, {
    nullable: true,
    description:
      "An App that is public, or belongs to an organization of the viewer's; for whoever wants to install it.",
  })
  app(@Arg('slug', () => String) slug: string, @Ctx() caller: Context) {
    return findApp(caller, slug);
  }

  @FieldResolver(() => String)
  avatarUrl(@Root() { slug }: App) {
    return avatarUrl(slug);
  }

  @FieldResolver(() => OrganizationType, { nullable: true, description: 'Null for an App of a person.' })
  organization(@Root() { ownerOrganizationId }: App, @Ctx() { loaders }: Context) {
    return ownerOrganizationId && loaders.organizations.load(ownerOrganizationId);
  }

  @FieldResolver(() => PermissionSetType, { description: 'What it asks for wherever it is installed.' })
  async permissions(@Root() { id }: App, @Ctx() { loaders }: Context) {
    return permissionSet(await loaders.appPermissions.load(id));
  }

  @Needs('owner')
  @FieldResolver(() => [AppKeyType], { nullable: true })
  keys(@Root() { id }: App, @Ctx() { loaders }: Context) {
    return loaders.appKeys.load(id);
  }

  @Needs('owner')
  @FieldResolver(() => [AppClientSecretType], {
    nullable: true,
    description: 'Null but for owners of the organization that it belongs to.',
  })
  clientSecrets(@Root() { id }: App, @Ctx() { loaders }: Context) {
    return loaders.clientSecrets.load(id);
  }

  @Needs('owner')
  @FieldResolver(() => [String], {
    nullable: true,
    description:
      'Where a browser may be sent back to with a code. Null but for owners of the organization that it belongs to.',
  })
  redirectUris(@Root() { redirectUris }: App) {
    return redirectUris;
  }

  @Needs('owner')
  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      'Whether the tokens that it gets for people end after eight hours. Null but for owners of the organization that it belongs to.',
  })
  userTokensExpire(@Root() { userTokensExpire }: App) {
    return userTokensExpire;
  }

  @Needs('owner')
  @FieldResolver(() => Int, { nullable: true })
  installationCount(@Root() { id }: App, @Ctx() { loaders }: Context) {
    return loaders.installationCounts.load(id);
  }

  @FieldResolver(() => Boolean)
  viewerCanAdminister(@Root() { ownerOrganizationId }: App, @Ctx() { viewer }: Context) {
    return viewer.isSession && ownerOrganizationId !== null && viewer.roleIn(ownerOrganizationId) === 'OWNER';
  }
}

@Resolver(() => AppKeyType)
export class AppKeyResolver {
  @FieldResolver(() => String, { description: 'SHA-256 of the public key, in base64.' })
  fingerprint(@Root() { publicKey }: AppKey) {
    return fingerprintOf(publicKey);
  }
}

@Resolver(() => OrganizationType)
export class OrganizationAppsResolver {
  @Needs('owner')
  @FieldResolver(() => AppConnection, {
    nullable: true,
    description: 'The Apps that belong to the organization, newest first.',
  })
  async ownedApps(@Args(() => PageArgs) page: PageArgs, @Root() { id }: Organization, @Ctx() caller: Context) {
    return toConnection(await listOwnedApps(caller, id, page), caller.now);
  }

  @Needs('owner')
  @FieldResolver(() => AppType, {
    nullable: true,
    description: 'An App that belongs to the organization, by its slug.',
  })
  ownedApp(@Arg('slug', () => String) slug: string, @Root() { id }: Organization, @Ctx() caller: Context) {
    return findOwnedApp(caller, id, slug);
  }
}
