import type { Level, TokenKind } from '@countersign/schema';
import { Check, Column, Entity, Index } from 'typeorm';
import { Choice, Id, Reference, Time } from '../../platform/database/columns.ts';
import { AppInstallation } from '../apps/app-installation.entity.ts';
import { App } from '../apps/app.entity.ts';
import { Organization } from '../organizations/organization.entity.ts';
import { Repository } from '../repositories/repository.entity.ts';
import { User } from '../users/user.entity.ts';

export const REPOSITORY_SELECTIONS = ['NONE', 'ALL', 'SUBSET'] as const;
export type RepositorySelection = (typeof REPOSITORY_SELECTIONS)[number];
/** The kinds that people make for themselves. */
export const PERSONAL_KINDS = ['FINE_GRAINED', 'CLASSIC'] as const satisfies TokenKind[];
export type PersonalKind = (typeof PERSONAL_KINDS)[number];
/** Where a token can be used. */
const TOKEN_DOORS = ['GIT', 'REST', 'GRAPHQL', 'GATE', 'INTROSPECTION'] as const;
export type TokenDoor = (typeof TOKEN_DOORS)[number];
const KINDS: TokenKind[] = ['FINE_GRAINED', 'CLASSIC', 'OAUTH', 'APP_USER', 'APP_INSTALLATION', 'APP_REFRESH'];

/** A credential. Of its secret there is only the SHA-256 and the last eight characters. (TK-2) */
@Entity('tokens')
@Check('tokens_holder_check', `num_nonnulls(user_id, installation_id) = 1`)
@Check('tokens_expiry_check', 'expires_at > issued_at')
@Check('tokens_scopes_check', `kind IN ('CLASSIC', 'OAUTH') OR scopes = '{}'`)
@Check('tokens_app_check', `(kind IN ('APP_USER', 'APP_REFRESH')) = (app_id IS NOT NULL)`)
@Check('tokens_renews_check', `(kind = 'APP_REFRESH') = (renews_token_id IS NOT NULL)`)
@Index('tokens_user_id_name_idx', ['userId', 'name'], { unique: true, where: 'deleted_at IS NULL AND app_id IS NULL' })
@Index('tokens_expires_at_idx', ['expiresAt'], { where: 'deleted_at IS NULL AND revoked_at IS NULL' })
@Index('tokens_user_id_created_at_id_idx', ['userId', 'createdAt', 'id'])
@Index('tokens_installation_id_idx', ['installationId'], { where: 'installation_id IS NOT NULL' })
@Index('tokens_app_id_user_id_idx', ['appId', 'userId'], { where: 'app_id IS NOT NULL' })
@Index('tokens_renews_token_id_idx', ['renewsTokenId'], { where: 'renews_token_id IS NOT NULL' })
@Index('tokens_idle_idx', ['issuedAt'], {
  where: `kind IN ('FINE_GRAINED', 'CLASSIC', 'OAUTH') AND revoked_at IS NULL AND deleted_at IS NULL`,
})
export class Token {
  @Id() id: number;
  @Choice(KINDS) kind: TokenKind;
  @Reference(() => User, { nullable: true }) userId: number | null;
  @Reference(() => AppInstallation, { nullable: true }) installationId: number | null;
  /** The App that a person let have it. */
  @Reference(() => App, { nullable: true }) appId: number | null;
  /** Of a refresh token: the token that ends, with it, when it is used. */
  @Reference(() => Token, { nullable: true, onDelete: 'CASCADE' }) renewsTokenId: number | null;
  /** What it came of, however often it was renewed since: tokens of one code belong to one device. Stays when the code is forgotten. (RFC 6749, 4.1.2) */
  @Column('bigint', { nullable: true }) authorizationCodeId: number | null;
  @Column('text') name: string;
  @Column('text', { default: '' }) description: string;
  @Column('bytea', { unique: true }) secretHash: Buffer;
  @Column('text') lastEight: string;
  /** The resource owner of a fine-grained token; null = its user. */
  @Reference(() => Organization, { nullable: true }) organizationId: number | null;
  /** Of a classic token, without those that others of them contain. (TK-7) */
  @Column('text', { array: true, default: () => "'{}'" }) scopes: string[];
  @Choice(REPOSITORY_SELECTIONS, { default: 'NONE' }) repositorySelection: RepositorySelection;
  @Time() createdAt: Date;
  /** When the secret was made; lifetimes count from here. (PO-5) */
  @Time() issuedAt: Date;
  @Time({ nullable: true }) expiresAt: Date | null;
  @Time({ nullable: true }) lastUsedAt: Date | null;
  /** Both are written some seconds later, never by the request itself. (TK-13) */
  @Choice(TOKEN_DOORS, { nullable: true }) lastUsedDoor: TokenDoor | null;
  @Time({ nullable: true }) revokedAt: Date | null;
  @Time({ nullable: true }) deletedAt: Date | null;
}

/** What a token was made to do; what an organization agreed to stands in its grant. */
@Entity('token_permissions')
export class TokenPermission {
  @Reference(() => Token, { primary: true, onDelete: 'CASCADE' }) tokenId: number;
  @Column('text', { primary: true }) key: string;
  @Choice(['read', 'write', 'admin']) level: Level;
}

@Entity('token_repositories')
@Index(['repositoryId'])
export class TokenRepository {
  @Reference(() => Token, { primary: true, onDelete: 'CASCADE' }) tokenId: number;
  @Reference(() => Repository, { primary: true, onDelete: 'CASCADE' }) repositoryId: number;
}
