import type { Level, PermissionMap } from '@countersign/schema';
import { Check, Column, Entity, Index } from 'typeorm';
import { Choice, Id, Reference, Time } from '../../platform/database/columns.ts';
import { App } from '../apps/app.entity.ts';
import { Organization } from '../organizations/organization.entity.ts';
import { Repository } from '../repositories/repository.entity.ts';
import { TokenGrant } from '../token-grants/token-grant.entity.ts';
import { REPOSITORY_SELECTIONS, type RepositorySelection, Token } from '../tokens/token.entity.ts';
import { User } from '../users/user.entity.ts';

export const TOKEN_REQUEST_STATUSES = ['PENDING', 'APPROVED', 'DENIED', 'CANCELLED'] as const;
export type TokenRequestStatus = (typeof TOKEN_REQUEST_STATUSES)[number];

/** An organization's owners being asked to grant a token what it wants. What it asks never changes. (RQ-12) */
@Entity('token_requests')
@Check('token_requests_decided_check', `(status = 'PENDING') = (decided_at IS NULL)`)
@Index('token_requests_one_pending_idx', ['tokenId'], { unique: true, where: `status = 'PENDING'` })
@Index('token_requests_queue_idx', ['organizationId', 'status', 'createdAt', 'id'])
@Index('token_requests_list_idx', ['organizationId', 'createdAt', 'id'])
@Index('token_requests_all_repositories_idx', ['organizationId', 'status', 'createdAt', 'id'], {
  where: `repository_selection = 'ALL'`,
})
@Index('token_requests_history_idx', ['organizationId', 'decidedAt', 'id'], { where: 'decided_at IS NOT NULL' })
@Index('token_requests_requester_idx', ['requesterId', 'createdAt', 'id'])
@Index('token_requests_token_idx', ['tokenId', 'id'])
@Index('token_requests_waiting_text_idx', { synchronize: false })
@Index('token_requests_decided_text_idx', { synchronize: false })
export class TokenRequest {
  @Id() id: number;
  @Reference(() => Organization) organizationId: number;
  @Reference(() => Token) tokenId: number;
  @Reference(() => User) requesterId: number;
  @Choice(TOKEN_REQUEST_STATUSES) status: TokenRequestStatus;
  @Column('text', { nullable: true }) reason: string | null;
  @Choice(REPOSITORY_SELECTIONS) repositorySelection: RepositorySelection;
  @Time() createdAt: Date;
  @Time({ nullable: true }) decidedAt: Date | null;
  @Reference(() => User, { nullable: true }) decidedByUserId: number | null;
  @Reference(() => App, { nullable: true }) decidedByAppId: number | null;
  /** Decided by rule: the requester is an owner, or no approval was needed. (RQ-2) */
  @Column('boolean', { default: false }) decidedAutomatically: boolean;
  @Column('text', { nullable: true }) decisionReason: string | null;
  /** Token name, requester and reason in lower case: what text search looks at. (RQ-3) */
  @Column('text', { select: false }) searchText: string;
  /** The grant that stood when this was asked, and what this leaves out of it, at the levels that it had. (TK-11) */
  @Reference(() => TokenGrant, { nullable: true }) previousGrantId: number | null;
  @Column('jsonb', { default: {} }) permissionsDropped: PermissionMap;
  /** All repositories are asked for, where that grant reached fewer. */
  @Column('boolean', { default: false }) repositoriesWidened: boolean;
}

/** What the queue is sorted by, beside the request's status. Kept by the database's triggers; 'infinity' is never. */
@Entity('token_request_moments')
@Index('token_request_moments_last_used_idx', ['organizationId', 'status', 'lastUsedAt', 'requestId'])
// These hold the last use as well, which entities cannot say.
@Index('token_request_moments_created_idx', { synchronize: false })
@Index('token_request_moments_expires_idx', { synchronize: false })
export class TokenRequestMoment {
  @Reference(() => TokenRequest, { primary: true, onDelete: 'CASCADE' }) requestId: number;
  @Column('bigint') organizationId: number;
  @Choice(TOKEN_REQUEST_STATUSES) status: TokenRequestStatus;
  @Time() createdAt: Date;
  @Time() lastUsedAt: Date;
  @Time() expiresAt: Date;
}

// Status and creation stand in the two tables below again, so that a filtered queue is read from one index in list order.

@Entity('token_request_permissions')
@Index('token_request_permissions_queue_idx', ['organizationId', 'status', 'key', 'level', 'createdAt', 'requestId'])
export class TokenRequestPermission {
  @Reference(() => TokenRequest, { primary: true, onDelete: 'CASCADE' }) requestId: number;
  @Column('text', { primary: true }) key: string;
  @Choice(['read', 'write', 'admin']) level: Level;
  /** What the grant that stood when this was asked holds beside it; null = the permission was added. (TK-11) */
  @Choice(['read', 'write', 'admin'], { nullable: true }) previousLevel: Level | null;
  @Column('bigint') organizationId: number;
  @Choice(TOKEN_REQUEST_STATUSES) status: TokenRequestStatus;
  @Time() createdAt: Date;
}

@Entity('token_request_repositories')
@Index('token_request_repositories_queue_idx', ['organizationId', 'status', 'repositoryId', 'createdAt', 'requestId'])
export class TokenRequestRepository {
  @Reference(() => TokenRequest, { primary: true, onDelete: 'CASCADE' }) requestId: number;
  @Reference(() => Repository, { primary: true, onDelete: 'CASCADE' }) repositoryId: number;
  @Column('boolean') isAdded: boolean;
  @Column('bigint') organizationId: number;
  @Choice(TOKEN_REQUEST_STATUSES) status: TokenRequestStatus;
  @Time() createdAt: Date;
}
