import { Arg, Ctx, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../api/graphql/context.ts';
import { Needs, Open } from '../../api/graphql/field-access.ts';
import { databaseIdIn } from '../../api/graphql/global-id.ts';
import { MutationInput, MutationPayload } from '../../api/graphql/mutation.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { notFound } from '../../errors.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { OrganizationType } from '../organizations/organization.type.ts';
import { createWebhook } from './create-webhook.ts';
import { deleteWebhook } from './delete-webhook.ts';
import { pingWebhook } from './ping-webhook.ts';
import { redeliver } from './redeliver.ts';
import { updateWebhook } from './update-webhook.ts';
import type { OwnedDelivery } from './webhook-delivery.store.ts';
import type { OwnedWebhook } from './webhook.store.ts';
import { WebhookDeliveryType, WebhookType } from './webhook.type.ts';

@InputType()
class CreateWebhookInput extends MutationInput {
  @Field(() => String, { nullable: true, description: 'The login of the organization that it is for.' })
  organization?: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'The App that it is for; exactly one of app and organization.',
  })
  appId?: string | null;
  @Field(() => String) url: string;
  @Field(() => String, {
    nullable: true,
    description: 'What deliveries are signed with; absent: they are not signed.',
  })
  secret?: string | null;
  @Field(() => Boolean, { nullable: true, defaultValue: true }) isActive?: boolean | null;
}

@InputType()
class UpdateWebhookInput extends MutationInput {
  @Field(() => ID) webhookId: string;
  @Field(() => String, { nullable: true }) url?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Absent: unchanged; null: deliveries are not signed any more.',
  })
  secret?: string | null;
  @Field(() => Boolean, { nullable: true }) isActive?: boolean | null;
}

@InputType()
class DeleteWebhookInput extends MutationInput {
  @Field(() => ID) webhookId: string;
}

@InputType()
class PingWebhookInput extends MutationInput {
  @Field(() => ID) webhookId: string;
}

@InputType()
class RedeliverInput extends MutationInput {
  @Field(() => ID) deliveryId: string;
}

@Open('holds only what guards itself')
@RowType('CreateWebhookPayload')
class CreateWebhookPayload extends MutationPayload {
  @Field(() => WebhookType) webhook: OwnedWebhook;
}

@Open('holds only what guards itself')
@RowType('UpdateWebhookPayload')
class UpdateWebhookPayload extends MutationPayload {
  @Field(() => WebhookType) webhook: OwnedWebhook;
}

@Open('holds only what guards itself')
@RowType('DeleteWebhookPayload')
class DeleteWebhookPayload extends MutationPayload {
  @Field(() => OrganizationType, { nullable: true, description: 'Null for the webhook of an App.' })
  organization: Organization | null;
}

@Open('holds only what guards itself')
@RowType('PingWebhookPayload')
class PingWebhookPayload extends MutationPayload {
  @Field(() => WebhookDeliveryType) delivery: OwnedDelivery;
}

@Open('holds only what guards itself')
@RowType('RedeliverPayload')
class RedeliverPayload extends MutationPayload {
  @Field(() => WebhookDeliveryType) delivery: OwnedDelivery;
}

@Resolver()
export class ManageWebhooksResolver {
  @Needs('owner')
  @Mutation(() => CreateWebhookPayload)
  async createWebhook(
    @Arg('input', () => CreateWebhookInput) { clientMutationId, appId, ...input }: CreateWebhookInput,
    @Ctx() caller: Context,
  ) {
    const id = appId == null ? null : databaseIdIn('App', appId);
    if (appId != null && id === null) throw notFound('The App');
    return { clientMutationId, webhook: await createWebhook(caller, { ...input, appId: id }) };
  }

  @Needs('owner')
  @Mutation(() => UpdateWebhookPayload)
  async updateWebhook(
    @Arg('input', () => UpdateWebhookInput) { clientMutationId, webhookId, ...input }: UpdateWebhookInput,
    @Ctx() caller: Context,
  ) {
    return { clientMutationId, webhook: await updateWebhook(caller, databaseIdIn('Webhook', webhookId), input) };
  }

  @Needs('owner')
  @Mutation(() => DeleteWebhookPayload)
  async deleteWebhook(
    @Arg('input', () => DeleteWebhookInput) { clientMutationId, webhookId }: DeleteWebhookInput,
    @Ctx() caller: Context,
  ) {
    const { organizationId } = await deleteWebhook(caller, databaseIdIn('Webhook', webhookId));
    const organization = organizationId === null ? null : await caller.loaders.organizations.load(organizationId);
    return { clientMutationId, organization };
  }

  @Needs('owner')
  @Mutation(() => PingWebhookPayload)
  async pingWebhook(
    @Arg('input', () => PingWebhookInput) { clientMutationId, webhookId }: PingWebhookInput,
    @Ctx() caller: Context,
  ) {
    return { clientMutationId, delivery: await pingWebhook(caller, databaseIdIn('Webhook', webhookId)) };
  }

  @Needs('owner')
  @Mutation(() => RedeliverPayload)
  async redeliver(
    @Arg('input', () => RedeliverInput) { clientMutationId, deliveryId }: RedeliverInput,
    @Ctx() caller: Context,
  ) {
    return { clientMutationId, delivery: await redeliver(caller, databaseIdIn('WebhookDelivery', deliveryId)) };
  }
}
