import { Args, Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { PageArgs, toConnection } from '../../api/graphql/connection.type.ts';
import type { Context } from '../../api/graphql/context.ts';
import { Needs } from '../../api/graphql/field-access.ts';
import type { App } from '../apps/app.entity.ts';
import { AppType } from '../apps/app.type.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { OrganizationType } from '../organizations/organization.type.ts';
import { findOwnDelivery, findOwnWebhook, listDeliveries, listWebhooks } from './list-webhooks.ts';
import type { OwnedDelivery } from './webhook-delivery.store.ts';
import type { WebhookAttempt } from './webhook.entity.ts';
import type { OwnedWebhook } from './webhook.store.ts';
import {
  WebhookAttemptType,
  WebhookConnection,
  WebhookDeliveryConnection,
  WebhookDeliveryType,
  WebhookHeaderType,
  WebhookType,
} from './webhook.type.ts';

@Resolver(() => WebhookType)
export class WebhookResolver {
  @FieldResolver(() => AppType, {
    nullable: true,
    description: "The App that it belongs to; else it is an organization's.",
  })
  app(@Root() { appId }: OwnedWebhook, @Ctx() { loaders }: Context) {
    return appId === null ? null : loaders.apps.load(appId);
  }

  @FieldResolver(() => OrganizationType, { nullable: true })
  organization(@Root() { organizationId }: OwnedWebhook, @Ctx() { loaders }: Context) {
    return organizationId === null ? null : loaders.organizations.load(organizationId);
  }

  @FieldResolver(() => Boolean)
  hasSecret(@Root() { secret }: OwnedWebhook) {
    return secret !== null;
  }

  @FieldResolver(() => [String], { description: 'What it is told of, beside `ping`.' })
  events() {
    return ['personal_access_token_request'];
  }

  @FieldResolver(() => WebhookDeliveryType, { nullable: true })
  async latestDelivery(@Root() { id, ownerOrganizationId }: OwnedWebhook, @Ctx() { loaders }: Context) {
    const latest = await loaders.latestDeliveries.load(id);
    return latest && Object.assign(latest, { ownerOrganizationId });
  }

  @FieldResolver(() => WebhookDeliveryConnection, { description: 'Newest first.' })
  async deliveries(@Args(() => PageArgs) page: PageArgs, @Root() webhook: OwnedWebhook, @Ctx() caller: Context) {
    return toConnection(await listDeliveries(caller, webhook, page), caller.now);
  }

  @FieldResolver(() => WebhookDeliveryType, { nullable: true })
  delivery(@Arg('databaseId', () => Int) databaseId: number, @Root() webhook: OwnedWebhook, @Ctx() caller: Context) {
    return findOwnDelivery(caller, webhook, databaseId);
  }
}

@Resolver(() => WebhookDeliveryType)
export class WebhookDeliveryResolver {
  @FieldResolver(() => WebhookType)
  webhook(@Root() { webhookId }: OwnedDelivery, @Ctx() { loaders }: Context) {
    return loaders.webhooks.load(webhookId);
  }

  @FieldResolver(() => [WebhookAttemptType], { description: 'Oldest first.' })
  attempts(@Root() { id }: OwnedDelivery, @Ctx() { loaders }: Context) {
    return loaders.webhookAttempts.load(id);
  }
}

const listed = (headers: Record<string, string>) => Object.entries(headers).map(([name, value]) => ({ name, value }));

@Resolver(() => WebhookAttemptType)
export class WebhookAttemptResolver {
  @FieldResolver(() => [WebhookHeaderType])
  requestHeaders(@Root() { requestHeaders }: WebhookAttempt) {
    return listed(requestHeaders);
  }

  @FieldResolver(() => [WebhookHeaderType], { nullable: true })
  responseHeaders(@Root() { responseHeaders }: WebhookAttempt) {
    return responseHeaders && listed(responseHeaders);
  }
}

/** The fields of an organization that this feature adds to it. */
@Resolver(() => OrganizationType)
export class OrganizationWebhooksResolver {
  @Needs('owner')
  @FieldResolver(() => WebhookConnection, { nullable: true })
  async webhooks(@Args(() => PageArgs) page: PageArgs, @Root() { id }: Organization, @Ctx() caller: Context) {
    return toConnection(await listWebhooks(caller, id, page), caller.now);
  }

  @Needs('owner')
  @FieldResolver(() => WebhookType, { nullable: true })
  webhook(@Arg('databaseId', () => Int) databaseId: number, @Root() { id }: Organization, @Ctx() caller: Context) {
    return findOwnWebhook(caller, id, databaseId);
  }
}

/** What this feature adds to an App. */
@Resolver(() => AppType)
export class AppWebhookResolver {
  @FieldResolver(() => WebhookType, { nullable: true })
  webhook(@Root() { id, ownerOrganizationId }: App, @Ctx() { viewer, loaders }: Context) {
    const isOwn = viewer.isSession && ownerOrganizationId !== null && viewer.roleIn(ownerOrganizationId) === 'OWNER';
    return isOwn ? loaders.webhooksOfApps.load(id) : null;
  }
}
