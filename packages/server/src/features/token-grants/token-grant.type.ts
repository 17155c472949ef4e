import { Field, InputType, registerEnumType } from 'type-graphql';
import { connectionOf } from '../../api/graphql/connection.type.ts';
import { BelongsTo, Needs, Open } from '../../api/graphql/field-access.ts';
import { Node } from '../../api/graphql/node.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { DateTime } from '../../api/graphql/scalars.ts';
import { OrderDirectionType, ReviewFilterInput } from '../token-requests/token-request-filter.type.ts';
import type { RepositorySelection } from '../tokens/token.entity.ts';
import { RepositorySelectionType } from '../tokens/token.type.ts';
import type { TokenGrant } from './token-grant.entity.ts';
import type { TokenGrantFilter, TokenGrantOrder } from './token-grant.store.ts';

@BelongsTo<TokenGrant>(({ organizationId, userId }) => ({ organizationId, userId }))
@Needs('self', 'organization_personal_access_tokens:read')
@RowType('TokenGrant', { implements: Node, description: 'What an organization agreed a token may do there.' })
export class TokenGrantType implements Pick<TokenGrant, 'repositorySelection' | 'grantedAt'> {
  @Field(() => RepositorySelectionType) repositorySelection: RepositorySelection;
  @Field(() => DateTime) grantedAt: Date;
}

@Open('holds only rows that guard themselves')
@RowType('TokenGrantConnection')
export class TokenGrantConnection extends connectionOf('TokenGrant', () => TokenGrantType, { extended: true }) {
  @Field(() => DateTime, { description: 'When the list was read: what a revocation by the same filter takes.' })
  asOf: Date;
}

@InputType('TokenGrantFilter', { description: 'Values in one list: any of them. Lists together: all.' })
export class TokenGrantFilterInput extends ReviewFilterInput implements TokenGrantFilter {}

const TokenGrantOrderFieldType = {
  GRANTED_AT: 'GRANTED_AT',
  LAST_USED_AT: 'LAST_USED_AT',
  EXPIRES_AT: 'EXPIRES_AT',
} as const;
registerEnumType(TokenGrantOrderFieldType, { name: 'TokenGrantOrderField' });

@InputType('TokenGrantOrder')
export class TokenGrantOrderInput implements TokenGrantOrder {
  @Field(() => TokenGrantOrderFieldType) field: TokenGrantOrder['field'];
  @Field(() => OrderDirectionType) direction: TokenGrantOrder['direction'];
}
