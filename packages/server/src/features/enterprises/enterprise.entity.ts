import { Check, Column, Entity, Index } from 'typeorm';
import { Choice, Id, Reference, Time } from '../../platform/database/columns.ts';
import {
  ENTERPRISE_SETTINGS,
  type EnterpriseSetting,
  type EnterpriseTokenPolicy,
} from '../token-policies/token-policy.rules.ts';
import { User } from '../users/user.entity.ts';

/** Organizations under one roof and, in the columns from `optedInAt` on, what it demands of tokens in all of them. (PO-2) */
@Entity('enterprises')
@Check('enterprises_max_days_check', 'fine_grained_max_days BETWEEN 1 AND 366 AND classic_max_days BETWEEN 1 AND 366')
export class Enterprise implements EnterpriseTokenPolicy {
  @Id() id: number;
  @Column('text', { unique: true }) slug: string;
  @Column('text') name: string;
  @Time() createdAt: Date;
  @Time({ nullable: true }) optedInAt: Date | null;
  @Choice(ENTERPRISE_SETTINGS, { default: 'NO_POLICY' }) fineGrainedAccess: EnterpriseSetting;
  @Choice(ENTERPRISE_SETTINGS, { default: 'NO_POLICY' }) classicAccess: EnterpriseSetting;
  @Choice(ENTERPRISE_SETTINGS, { default: 'NO_POLICY' }) approval: EnterpriseSetting;
  @Column('integer', { nullable: true }) fineGrainedMaxDays: number | null;
  @Column('integer', { nullable: true }) classicMaxDays: number | null;
  @Column('boolean', { default: false }) exemptAdministrators: boolean;
  @Column('integer', { default: 1 }) policyVersion: number;
}

@Entity('enterprise_owners')
@Index(['userId'])
export class EnterpriseOwner {
  @Reference(() => Enterprise, { primary: true }) enterpriseId: number;
  @Reference(() => User, { primary: true }) userId: number;
}
