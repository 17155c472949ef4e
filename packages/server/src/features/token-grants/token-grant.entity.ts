import type { Level } from '@countersign/schema';
import { Check, Column, Entity, Index } from 'typeorm';
import { Choice, Id, Reference, Time } from '../../platform/database/columns.ts';
import { App } from '../apps/app.entity.ts';
import { Membership } from '../organizations/membership.entity.ts';
import { Organization } from '../organizations/organization.entity.ts';
import { Repository } from '../repositories/repository.entity.ts';
import { REPOSITORY_SELECTIONS, type RepositorySelection, Token } from '../tokens/token.entity.ts';
import { User } from '../users/user.entity.ts';

/** How a grant ended. */
const GRANT_END_CAUSES = ['REVOKED', 'REPLACED', 'TOKEN_DELETED', 'TOKEN_REVOKED', 'MEMBER_REMOVED'] as const;
export type GrantEndCause = (typeof GRANT_END_CAUSES)[number];

/** What an organization agreed a token may do there. A live one needs its membership row, so it cannot survive it. (GN-3) */
@Entity('token_grants')
@Check('token_grants_membership_check', 'ended_at IS NOT NULL OR membership_id IS NOT NULL')
@Check('token_grants_ended_check', '(ended_at IS NULL) = (end_cause IS NULL)')
@Index('token_grants_one_live_idx', ['tokenId'], { unique: true, where: 'ended_at IS NULL' })
@Index(['tokenId'])
@Index('token_grants_list_idx', ['organizationId', 'grantedAt', 'id'], { where: 'ended_at IS NULL' })
@Index('token_grants_membership_idx', ['membershipId'])
@Index('token_grants_text_idx', { synchronize: false })
export class TokenGrant {
  @Id() id: number;
  @Reference(() => Organization) organizationId: number;
  @Reference(() => Token) tokenId: number;
  @Reference(() => User) userId: number;
  @Reference(() => Membership, { nullable: true, onDelete: 'SET NULL' }) membershipId: number | null;
  @Choice(REPOSITORY_SELECTIONS) repositorySelection: RepositorySelection;
  @Time() grantedAt: Date;
  @Time({ nullable: true }) endedAt: Date | null;
  @Choice(GRANT_END_CAUSES, { nullable: true }) endCause: GrantEndCause | null;
  @Reference(() => User, { nullable: true }) endedByUserId: number | null;
  @Reference(() => App, { nullable: true }) endedByAppId: number | null;
  @Column('text', { select: false }) searchText: string;
}

@Entity('token_grant_permissions')
@Index('token_grant_permissions_key_idx', ['key', 'level', 'grantId'])
export class TokenGrantPermission {
  @Reference(() => TokenGrant, { primary: true, onDelete: 'CASCADE' }) grantId: number;
  @Column('text', { primary: true }) key: string;
  @Choice(['read', 'write', 'admin']) level: Level;
}

@Entity('token_grant_repositories')
@Index('token_grant_repositories_repository_idx', ['repositoryId', 'grantId'])
export class TokenGrantRepository {
  @Reference(() => TokenGrant, { primary: true, onDelete: 'CASCADE' }) grantId: number;
  @Reference(() => Repository, { primary: true, onDelete: 'CASCADE' }) repositoryId: number;
}
