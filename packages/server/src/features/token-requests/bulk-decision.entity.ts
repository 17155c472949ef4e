import { Column, Entity } from 'typeorm';
import type { Actor } from '../../access/viewer.ts';
import { Choice, Id, Reference, Time } from '../../platform/database/columns.ts';
import { Organization } from '../organizations/organization.entity.ts';
import type { TokenRequestFilter } from './token-request.store.ts';

/** A decision over more requests than one answer waits for; a job carries it on, batch by batch. (RQ-6) */
@Entity('bulk_decisions')
export class BulkDecision {
  @Id() id: number;
  @Reference(() => Organization) organizationId: number;
  @Choice(['RUNNING', 'DONE'], { default: 'RUNNING' }) status: 'RUNNING' | 'DONE';
  @Choice(['APPROVED', 'DENIED']) decision: 'APPROVED' | 'DENIED';
  @Column('jsonb') filter: TokenRequestFilter;
  @Time() asOf: Date;
  @Column('text', { nullable: true }) reason: string | null;
  /** Who decides, with which credential and from where: what the audit entries of each batch say. */
  @Column('jsonb') actor: Actor;
  /** The last request that a finished batch looked at: where the next one begins. */
  @Column('bigint', { default: 0 }) cursorId: number;
  @Column('integer', { default: 0 }) decidedCount: number;
  @Column('integer', { default: 0 }) failureCount: number;
  @Column('integer') totalCount: number;
  @Time() createdAt: Date;
}
