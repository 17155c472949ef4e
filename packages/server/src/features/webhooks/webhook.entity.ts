import { Check, Column, Entity, Index } from 'typeorm';
import { Choice, Id, Reference, Time } from '../../platform/database/columns.ts';
import { AppInstallation } from '../apps/app-installation.entity.ts';
import { App } from '../apps/app.entity.ts';
import { Organization } from '../organizations/organization.entity.ts';
import { TokenRequest } from '../token-requests/token-request.entity.ts';
import { User } from '../users/user.entity.ts';

/** An address that is told what happens: in one organization, or wherever an App is installed. (AP-3) */
@Entity('webhooks')
@Check('webhooks_owner_check', 'num_nonnulls(organization_id, app_id) = 1')
@Index(['organizationId'])
export class Webhook {
  @Id() id: number;
  @Reference(() => Organization, { nullable: true }) organizationId: number | null;
  /** An App has one. */
  @Reference(() => App, { nullable: true, unique: true, onDelete: 'CASCADE' }) appId: number | null;
  @Column('text') url: string;
  /** What deliveries are signed with, encrypted; null: they are not signed. */
  @Column('bytea', { nullable: true }) secret: Buffer | null;
  @Column('boolean', { default: true }) isActive: boolean;
  @Time() createdAt: Date;
}

const DELIVERY_STATES = ['PENDING', 'DELIVERED', 'FAILED'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One event for one webhook, tried until it is taken or given up. Written in the transaction of what it tells. (AP-3) */
@Entity('webhook_deliveries')
@Index(['webhookId', 'createdAt', 'id'])
@Index(['createdAt'])
@Index('webhook_deliveries_request_id_idx', ['requestId'], { where: 'request_id IS NOT NULL' })
@Index('webhook_deliveries_installation_id_idx', ['installationId'], { where: 'installation_id IS NOT NULL' })
export class WebhookDelivery {
  @Id() id: number;
  @Reference(() => Webhook, { onDelete: 'CASCADE' }) webhookId: number;
  /** The same at each try, so that a receiver knows what it has had already. */
  @Column('uuid', { unique: true }) guid: string;
  @Column('text') event: string;
  @Column('text', { nullable: true }) action: string | null;
  @Reference(() => TokenRequest, { nullable: true }) requestId: number | null;
  @Reference(() => AppInstallation, { nullable: true, onDelete: 'SET NULL' }) installationId: number | null;
  /** Who did what is told; both null: the clock did. */
  @Reference(() => User, { nullable: true }) senderUserId: number | null;
  @Reference(() => App, { nullable: true }) senderAppId: number | null;
  /** The body, worded at the first try and the same at every other. */
  @Column('text', { nullable: true }) payload: string | null;
  @Choice(DELIVERY_STATES, { default: 'PENDING' }) state: DeliveryState;
  @Time() createdAt: Date;
}

/** A try, with what was sent and what came back. */
@Entity('webhook_attempts')
@Index(['deliveryId'])
export class WebhookAttempt {
  @Id() id: number;
  @Reference(() => WebhookDelivery, { onDelete: 'CASCADE' }) deliveryId: number;
  /** Somebody asked for it again. */
  @Column('boolean', { default: false }) isRedelivery: boolean;
  @Time() startedAt: Date;
  @Column('integer') durationMs: number;
  @Column('jsonb') requestHeaders: Record<string, string>;
  /** The three are null when no answer came; `problem` says why. */
  @Column('integer', { nullable: true }) statusCode: number | null;
  @Column('jsonb', { nullable: true }) responseHeaders: Record<string, string> | null;
  /** Its first part. */
  @Column('text', { nullable: true }) responseBody: string | null;
  @Column('text', { nullable: true }) problem: string | null;
}
