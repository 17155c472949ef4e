import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { Choice, Id, Reference, Time } from '../../platform/database/columns.ts';
import { Enterprise } from '../enterprises/enterprise.entity.ts';
import type { OrganizationTokenPolicy } from '../token-policies/token-policy.rules.ts';
import { Login } from '../users/login.entity.ts';

/** What every member may do in every repository of the organization, lowest first. */
const BASE_PERMISSIONS = ['NONE', 'READ', 'WRITE', 'ADMIN'] as const;
export type BasePermission = (typeof BASE_PERMISSIONS)[number];

/** An organization and, in the columns from `optedInAt` on, what it demands of tokens. (PO-1) */
@Entity('organizations')
@ForeignKey(() => Login, ['login'], ['login'])
@Check('organizations_max_days_check', 'fine_grained_max_days BETWEEN 1 AND 366 AND classic_max_days BETWEEN 1 AND 366')
@Index(['enterpriseId', 'login'])
export class Organization implements OrganizationTokenPolicy {
  @Id() id: number;
  @Column('text', { unique: true }) login: string;
  @Column('text', { nullable: true }) name: string | null;
  @Reference(() => Enterprise, { nullable: true }) enterpriseId: number | null;
  @Choice(BASE_PERMISSIONS, { default: 'READ' }) basePermission: BasePermission;
  @Time() createdAt: Date;
  /** Fine-grained tokens are off until then. (PO-3) */
  @Time({ nullable: true }) optedInAt: Date | null;
  @Choice(['ALLOWED', 'RESTRICTED'], { default: 'ALLOWED' }) fineGrainedAccess: 'ALLOWED' | 'RESTRICTED';
  @Choice(['ALLOWED', 'RESTRICTED'], { default: 'ALLOWED' }) classicAccess: 'ALLOWED' | 'RESTRICTED';
  @Choice(['REQUIRED', 'NOT_REQUIRED'], { default: 'REQUIRED' }) approval: 'REQUIRED' | 'NOT_REQUIRED';
  @Column('integer', { nullable: true, default: 366 }) fineGrainedMaxDays: number | null;
  @Column('integer', { nullable: true }) classicMaxDays: number | null;
  @Column('integer', { default: 1 }) policyVersion: number;
}
