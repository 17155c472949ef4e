import { Field, Int, registerEnumType } from 'type-graphql';
import { connectionOf } from '../../api/graphql/connection.type.ts';
import { BelongsTo, Needs, Open } from '../../api/graphql/field-access.ts';
import { Node } from '../../api/graphql/node.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { DateTime } from '../../api/graphql/scalars.ts';
import type { OwnedDelivery } from './webhook-delivery.store.ts';
import type { DeliveryState, Webhook, WebhookAttempt, WebhookDelivery } from './webhook.entity.ts';
import type { OwnedWebhook } from './webhook.store.ts';

const DeliveryStateType = { PENDING: 'PENDING', DELIVERED: 'DELIVERED', FAILED: 'FAILED' } as const;
registerEnumType(DeliveryStateType, { name: 'WebhookDeliveryState' });

/** For owners in a browser: of the organization, or of that of the App. Its secret is shown to nobody. */
@BelongsTo<OwnedWebhook>(({ ownerOrganizationId }) => ({ organizationId: ownerOrganizationId }))
@Needs('owner')
@RowType('Webhook', { implements: Node })
export class WebhookType implements Pick<Webhook, 'url' | 'isActive' | 'createdAt'> {
  @Field(() => String) url: string;
  @Field(() => Boolean) isActive: boolean;
  @Field(() => DateTime) createdAt: Date;
}

/** What was sent is for the same owners. */
@BelongsTo<OwnedDelivery>(({ ownerOrganizationId }) => ({ organizationId: ownerOrganizationId }))
@Needs('owner')
@RowType('WebhookDelivery', { implements: Node })
export class WebhookDeliveryType implements Pick<
  WebhookDelivery,
  'guid' | 'event' | 'action' | 'payload' | 'state' | 'createdAt'
> {
  @Field(() => String, { description: 'The same at each try.' }) guid: string;
  @Field(() => String) event: string;
  @Field(() => String, { nullable: true }) action: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'The body that is sent, in JSON; null before the first try.',
  })
  payload: string | null;
  @Field(() => DeliveryStateType) state: DeliveryState;
  @Field(() => DateTime) createdAt: Date;
}

@Open('stands in an attempt')
@RowType('WebhookHeader')
export class WebhookHeaderType {
  @Field(() => String) name: string;
  @Field(() => String) value: string;
}

@Open('is reached only through its delivery, which guards itself')
@RowType('WebhookAttempt')
export class WebhookAttemptType implements Pick<
  WebhookAttempt,
  'isRedelivery' | 'startedAt' | 'durationMs' | 'statusCode' | 'responseBody' | 'problem'
> {
  @Field(() => Boolean) isRedelivery: boolean;
  @Field(() => DateTime) startedAt: Date;
  @Field(() => Int) durationMs: number;
  @Field(() => Int, { nullable: true, description: 'Null when no answer came.' }) statusCode: number | null;
  @Field(() => String, { nullable: true, description: 'Its first part.' }) responseBody: string | null;
  @Field(() => String, { nullable: true, description: 'Why there was no answer.' }) problem: string | null;
}

export const WebhookConnection = connectionOf('Webhook', () => WebhookType);
export const WebhookDeliveryConnection = connectionOf('WebhookDelivery', () => WebhookDeliveryType);
