import { Field, Int, registerEnumType } from 'type-graphql';
import { BelongsTo, Needs } from '../../api/graphql/field-access.ts';
import { Node } from '../../api/graphql/node.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { DateTime } from '../../api/graphql/scalars.ts';
import type { BulkDecision } from './bulk-decision.entity.ts';

const BulkDecisionStatusType = { RUNNING: 'RUNNING', DONE: 'DONE' } as const;
registerEnumType(BulkDecisionStatusType, { name: 'BulkDecisionStatus' });
const DecisionType = { APPROVED: 'APPROVED', DENIED: 'DENIED' } as const;
registerEnumType(DecisionType, { name: 'Decision' });

type Shown = 'status' | 'decision' | 'decidedCount' | 'failureCount' | 'totalCount' | 'createdAt';

@BelongsTo<BulkDecision>(({ organizationId }) => ({ organizationId }))
@Needs('organization_personal_access_token_requests:read')
@RowType('BulkDecision', { implements: Node, description: 'A decision over more requests than one answer waits for.' })
export class BulkDecisionType implements Pick<BulkDecision, Shown> {
  @Field(() => BulkDecisionStatusType) status: 'RUNNING' | 'DONE';
  @Field(() => DecisionType) decision: 'APPROVED' | 'DENIED';
  @Field(() => Int) decidedCount: number;
  @Field(() => Int) failureCount: number;
  @Field(() => Int, { description: 'How many matched when it began.' }) totalCount: number;
  @Field(() => DateTime) createdAt: Date;
}
