import type { TokenKind } from '@countersign/schema';
import { Field, InterfaceType, registerEnumType } from 'type-graphql';
import { connectionOf } from '../../api/graphql/connection.type.ts';
import { BelongsTo, Needs } from '../../api/graphql/field-access.ts';
import { Node, typeNameOf } from '../../api/graphql/node.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { DateTime } from '../../api/graphql/scalars.ts';
import type { User } from '../users/user.entity.ts';
import { UserType } from '../users/user.type.ts';
import type { RepositorySelection, Token } from './token.entity.ts';
import type { TokenStatus } from './token.rules.ts';
import type { ReviewedToken } from './token.store.ts';

export const TokenKindType: Record<TokenKind, TokenKind> = {
  FINE_GRAINED: 'FINE_GRAINED',
  CLASSIC: 'CLASSIC',
  OAUTH: 'OAUTH',
  APP_USER: 'APP_USER',
  APP_INSTALLATION: 'APP_INSTALLATION',
  APP_REFRESH: 'APP_REFRESH',
};
registerEnumType(TokenKindType, { name: 'TokenKind' });
export const TokenStatusType = { ACTIVE: 'ACTIVE', EXPIRED: 'EXPIRED', REVOKED: 'REVOKED' } as const;
registerEnumType(TokenStatusType, { name: 'TokenStatus' });
export const RepositorySelectionType = { NONE: 'NONE', ALL: 'ALL', SUBSET: 'SUBSET' } as const;
registerEnumType(RepositorySelectionType, {
  name: 'RepositorySelection',
  description: 'NONE: public ones only. ALL: present and future ones. SUBSET: named ones.',
});

export const TokenObstacleCodeType = {
  EXPIRED: 'EXPIRED',
  REVOKED: 'REVOKED',
  PENDING: 'PENDING',
  DENIED: 'DENIED',
  NOT_GRANTED: 'NOT_GRANTED',
  POLICY: 'POLICY',
  LIFETIME: 'LIFETIME',
  NOT_A_MEMBER: 'NOT_A_MEMBER',
} as const;
registerEnumType(TokenObstacleCodeType, { name: 'TokenObstacleCode' });

export const TokenDoorType = {
  GIT: 'GIT',
  REST: 'REST',
  GRAPHQL: 'GRAPHQL',
  GATE: 'GATE',
  INTROSPECTION: 'INTROSPECTION',
} as const;
registerEnumType(TokenDoorType, { name: 'TokenDoor', description: 'Where a token is used.' });

type Shown = 'kind' | 'name' | 'description' | 'lastEight' | 'createdAt' | 'expiresAt' | 'lastUsedAt';

/** A token as its own person sees it. The secret is nowhere. (TK-2) */
@InterfaceType('PersonalAccessToken', { implements: Node, resolveType: typeNameOf })
export abstract class PersonalAccessToken extends Node implements Pick<Token, Shown> {
  @Field(() => TokenKindType) kind: TokenKind;
  @Field(() => String) name: string;
  @Field(() => String) description: string;
  @Field(() => String, { description: 'The end of the secret, to tell tokens apart.' }) lastEight: string;
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime, { nullable: true, description: 'null = never.' }) expiresAt: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'At most a minute old.' }) lastUsedAt: Date | null;
  @Field(() => TokenStatusType) status: TokenStatus;
  @Field(() => UserType) user: User;
}

@BelongsTo<Token>(({ userId }) => ({ userId }))
@Needs('self')
@RowType('FineGrainedToken', { implements: PersonalAccessToken })
export class FineGrainedTokenType extends PersonalAccessToken {
  @Field(() => RepositorySelectionType) repositorySelection: RepositorySelection;
}

@BelongsTo<Token>(({ userId }) => ({ userId }))
@Needs('self')
@RowType('ClassicToken', { implements: PersonalAccessToken })
export class ClassicTokenType extends PersonalAccessToken implements Pick<Token, 'scopes'> {
  @Field(() => [String], { description: 'Without those that others of them contain; none = public data only.' })
  scopes: string[];
}

export const PersonalAccessTokenConnection = connectionOf('PersonalAccessToken', () => PersonalAccessToken);

/** What a reviewer may see of a token: never its description, nor any of its secret. */
@BelongsTo<ReviewedToken>(({ organizationId, userId }) => ({ organizationId, userId }))
@Needs('self', 'organization_personal_access_token_requests:read', 'organization_personal_access_tokens:read')
@RowType('ReviewedToken')
export class ReviewedTokenType implements Pick<ReviewedToken, 'name' | 'createdAt' | 'expiresAt' | 'lastUsedAt'> {
  @Field(() => String) name: string;
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime, { nullable: true, description: 'null = never.' }) expiresAt: Date | null;
  @Field(() => DateTime, { nullable: true }) lastUsedAt: Date | null;
}
