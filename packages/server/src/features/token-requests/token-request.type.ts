import { Field, registerEnumType } from 'type-graphql';
import { connectionOf } from '../../api/graphql/connection.type.ts';
import { BelongsTo, Needs, Open } from '../../api/graphql/field-access.ts';
import { Node } from '../../api/graphql/node.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { DateTime } from '../../api/graphql/scalars.ts';
import type { RepositorySelection } from '../tokens/token.entity.ts';
import { RepositorySelectionType } from '../tokens/token.type.ts';
import type { TokenRequest, TokenRequestStatus } from './token-request.entity.ts';

export const TokenRequestStatusType = {
  PENDING: 'PENDING',
  APPROVED: 'APPROVED',
  DENIED: 'DENIED',
  CANCELLED: 'CANCELLED',
} as const;
registerEnumType(TokenRequestStatusType, { name: 'TokenRequestStatus' });

type Shown =
  | 'status'
  | 'reason'
  | 'repositorySelection'
  | 'repositoriesWidened'
  | 'createdAt'
  | 'decidedAt'
  | 'decidedAutomatically'
  | 'decisionReason';

/** What may be seen of a token request. A column that is not listed here cannot be asked for. */
@BelongsTo<TokenRequest>(({ organizationId, requesterId }) => ({ organizationId, userId: requesterId }))
@Needs('self', 'organization_personal_access_token_requests:read')
@RowType('TokenRequest', { implements: Node })
export class TokenRequestType implements Pick<TokenRequest, Shown> {
  @Field(() => TokenRequestStatusType) status: TokenRequestStatus;
  @Field(() => String, { nullable: true, description: 'Why the requester wants it.' }) reason: string | null;
  @Field(() => RepositorySelectionType) repositorySelection: RepositorySelection;
  @Field(() => Boolean, { description: 'Asks for all repositories, where the grant that stood reached fewer.' })
  repositoriesWidened: boolean;
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime, { nullable: true }) decidedAt: Date | null;
  @Field(() => Boolean, { description: 'Approved by rule: the requester is an owner, or no approval was needed.' })
  decidedAutomatically: boolean;
  @Field(() => String, { nullable: true, description: 'What the decider told the requester.' }) decisionReason:
    | string
    | null;
}

@Open('holds only rows that guard themselves')
@RowType('TokenRequestConnection')
export class TokenRequestConnection extends connectionOf('TokenRequest', () => TokenRequestType, { extended: true }) {
  @Field(() => DateTime, { description: 'When the list was read: what a decision by the same filter takes.' })
  asOf: Date;
}
