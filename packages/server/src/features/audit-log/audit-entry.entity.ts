import { Check, Column, Entity, Index } from 'typeorm';
import { Id, Reference, Time } from '../../platform/database/columns.ts';
import { App } from '../apps/app.entity.ts';
import { Enterprise } from '../enterprises/enterprise.entity.ts';
import { Organization } from '../organizations/organization.entity.ts';
import { User } from '../users/user.entity.ts';

/**
 * One thing that happened, in one log: an organization's, an enterprise's, or a person's (the security log). (AU-1)
 * `sealNumber`, `previousHash` and `hash` stay empty until the sealer links the entry; a sealed row can be neither changed nor deleted. (AU-3)
 */
@Entity('audit_entries')
@Check('audit_entries_log_check', 'num_nonnulls(organization_id, enterprise_id, user_id) = 1')
@Index('audit_entries_organization_idx', ['organizationId', 'at', 'id'], { where: 'organization_id IS NOT NULL' })
@Index('audit_entries_enterprise_idx', ['enterpriseId', 'at', 'id'], { where: 'enterprise_id IS NOT NULL' })
@Index('audit_entries_user_idx', ['userId', 'at', 'id'], { where: 'user_id IS NOT NULL' })
@Index('audit_entries_policy_idx', ['organizationId', 'enterpriseId'], {
  where: `details -> 'version' IS NOT NULL`,
})
@Index('audit_entries_unsealed_idx', ['id'], { where: 'seal_number IS NULL' })
@Index('audit_entries_organization_seal_idx', ['organizationId', 'sealNumber'], {
  unique: true,
  where: 'organization_id IS NOT NULL AND seal_number IS NOT NULL',
})
@Index('audit_entries_enterprise_seal_idx', ['enterpriseId', 'sealNumber'], {
  unique: true,
  where: 'enterprise_id IS NOT NULL AND seal_number IS NOT NULL',
})
@Index('audit_entries_user_seal_idx', ['userId', 'sealNumber'], {
  unique: true,
  where: 'user_id IS NOT NULL AND seal_number IS NOT NULL',
})
export class AuditEntry {
  @Id() id: number;
  @Reference(() => Organization, { nullable: true }) organizationId: number | null;
  @Reference(() => Enterprise, { nullable: true }) enterpriseId: number | null;
  @Reference(() => User, { nullable: true }) userId: number | null;
  /** Named as GitHub's audit log names it. (AU-4) */
  @Column('text') action: string;
  @Reference(() => User, { nullable: true }) actorUserId: number | null;
  @Reference(() => App, { nullable: true }) actorAppId: number | null;
  @Column('text', { nullable: true }) actorLogin: string | null;
  @Column('text', { nullable: true }) credentialKind: string | null;
  @Column('bigint', { nullable: true }) credentialId: number | null;
  @Column('text', { nullable: true }) subjectType: string | null;
  @Column('bigint', { nullable: true }) subjectId: number | null;
  @Column('text', { nullable: true }) subject: string | null;
  @Time() at: Date;
  @Column('text', { nullable: true }) ip: string | null;
  @Column('text', { nullable: true }) requestId: string | null;
  @Column('jsonb') details: Record<string, unknown>;
  @Column('bigint', { nullable: true, select: false }) sealNumber: number | null;
  @Column('bytea', { nullable: true, select: false }) previousHash: Buffer | null;
  @Column('bytea', { nullable: true, select: false }) hash: Buffer | null;
}
