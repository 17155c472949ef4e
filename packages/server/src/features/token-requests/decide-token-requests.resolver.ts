import { Arg, Ctx, Field, ID, InputType, Int, Mutation, registerEnumType, Resolver } from 'type-graphql';
import type { Context } from '../../api/graphql/context.ts';
import { Needs, Open } from '../../api/graphql/field-access.ts';
import { databaseIdIn, givenIds, globalId } from '../../api/graphql/global-id.ts';
import { MutationInput, MutationPayload } from '../../api/graphql/mutation.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { DateTime } from '../../api/graphql/scalars.ts';
import { notFound } from '../../errors.ts';
import { tokenIdIn } from '../tokens/personal-access-token.resolver.ts';
import type { Token } from '../tokens/token.entity.ts';
import { FineGrainedTokenType } from '../tokens/token.type.ts';
import type { BulkDecision } from './bulk-decision.entity.ts';
import { BulkDecisionType } from './bulk-decision.type.ts';
import { cancelTokenRequest } from './cancel-token-request.ts';
import { decideTokenRequests } from './decide-token-requests.ts';
import { requestTokenAccess } from './request-token-access.ts';
import { TokenRequestFilterInput } from './token-request-filter.type.ts';
import type { TokenRequest } from './token-request.entity.ts';
import type { Decision, DecisionFailureCode } from './token-request.rules.ts';
import { TokenRequestType } from './token-request.type.ts';

const DecisionFailureCodeType: Record<DecisionFailureCode, DecisionFailureCode> = {
  NOT_FOUND: 'NOT_FOUND',
  ALREADY_DECIDED: 'ALREADY_DECIDED',
  WITHDRAWN: 'WITHDRAWN',
  TOKEN_DEAD: 'TOKEN_DEAD',
  POLICY: 'POLICY',
};
registerEnumType(DecisionFailureCodeType, { name: 'DecisionFailureCode' });

@InputType()
abstract class DecideTokenRequestsInput extends MutationInput {
  @Field(() => String, { description: 'Its login.' }) organization: string;
  @Field(() => [ID], { nullable: true, description: '1 to 100 ids; or else filter with asOf.' }) requestIds?:
    | string[]
    | null;
  @Field(() => TokenRequestFilterInput, { nullable: true }) filter?: TokenRequestFilterInput | null;
  @Field(() => DateTime, { nullable: true, description: 'When the list was read; later requests are left alone.' })
  asOf?: Date | null;
  @Field(() => String, { nullable: true, description: 'Goes to the requesters.' }) reason?: string | null;
}

@InputType()
class ApproveTokenRequestsInput extends DecideTokenRequestsInput {}
@InputType()
class DenyTokenRequestsInput extends DecideTokenRequestsInput {}

@Open('repeats the id that the caller gave, and why')
@RowType('DecisionFailure')
class DecisionFailureType {
  @Field(() => ID) requestId: string;
  @Field(() => DecisionFailureCodeType) code: DecisionFailureCode;
  @Field(() => String) message: string;
}

@Open('holds only requests, which guard themselves')
@RowType('ApproveTokenRequestsPayload', { description: 'The lists hold at most 1,000 each; the counts count all.' })
class ApproveTokenRequestsPayload extends MutationPayload {
  @Field(() => [TokenRequestType]) approved: TokenRequest[];
  @Field(() => [DecisionFailureType]) failures: DecisionFailureType[];
  @Field(() => Int) approvedCount: number;
  @Field(() => Int) failureCount: number;
  @Field(() => Int) totalCount: number;
  @Field(() => BulkDecisionType, {
    nullable: true,
    description: 'Above 10,000: the decision goes on after this answer.',
  })
  bulkDecision: BulkDecision | null;
}

@Open('holds only requests, which guard themselves')
@RowType('DenyTokenRequestsPayload', { description: 'The lists hold at most 1,000 each; the counts count all.' })
class DenyTokenRequestsPayload extends MutationPayload {
  @Field(() => [TokenRequestType]) denied: TokenRequest[];
  @Field(() => [DecisionFailureType]) failures: DecisionFailureType[];
  @Field(() => Int) deniedCount: number;
  @Field(() => Int) failureCount: number;
  @Field(() => Int) totalCount: number;
  @Field(() => BulkDecisionType, {
    nullable: true,
    description: 'Above 10,000: the decision goes on after this answer.',
  })
  bulkDecision: BulkDecision | null;
}

@InputType()
class CancelTokenRequestInput extends MutationInput {
  @Field(() => ID) requestId: string;
}

@Open('holds only a request, which guards itself')
@RowType('CancelTokenRequestPayload')
class CancelTokenRequestPayload extends MutationPayload {
  @Field(() => TokenRequestType) tokenRequest: TokenRequest;
}

@InputType()
class RequestTokenAccessInput extends MutationInput {
  @Field(() => ID) tokenId: string;
  @Field(() => String, { nullable: true, description: 'For those who decide.' }) reason?: string | null;
}

@Open('holds only a request and a token, which guard themselves')
@RowType('RequestTokenAccessPayload')
class RequestTokenAccessPayload extends MutationPayload {
  @Field(() => TokenRequestType) tokenRequest: TokenRequest;
  @Field(() => FineGrainedTokenType) token: Token;
}

const shownId = (id: string | number) => (typeof id === 'number' ? globalId('TokenRequest', id) : id);

async function decide(
  caller: Context,
  decision: Decision,
  { clientMutationId, requestIds, ...input }: DecideTokenRequestsInput,
) {
  const outcome = await decideTokenRequests(caller, {
    ...input,
    decision,
    requestIds: givenIds('TokenRequest', requestIds),
  });
  const failures = outcome.failures.map(({ requestId, ...failure }) => ({ requestId: shownId(requestId), ...failure }));
  return { ...outcome, clientMutationId, failures };
}

@Resolver()
export class DecideTokenRequestsResolver {
  @Needs('organization_personal_access_token_requests:write')
  @Mutation(() => ApproveTokenRequestsPayload)
  async approveTokenRequests(
    @Arg('input', () => ApproveTokenRequestsInput) input: ApproveTokenRequestsInput,
    @Ctx() caller: Context,
  ) {
    const { decided, decidedCount, ...outcome } = await decide(caller, 'APPROVED', input);
    return { ...outcome, approved: decided, approvedCount: decidedCount };
  }

  @Needs('organization_personal_access_token_requests:write')
  @Mutation(() => DenyTokenRequestsPayload)
  async denyTokenRequests(
    @Arg('input', () => DenyTokenRequestsInput) input: DenyTokenRequestsInput,
    @Ctx() caller: Context,
  ) {
    const { decided, decidedCount, ...outcome } = await decide(caller, 'DENIED', input);
    return { ...outcome, denied: decided, deniedCount: decidedCount };
  }

  @Needs('session')
  @Mutation(() => CancelTokenRequestPayload)
  async cancelTokenRequest(
    @Arg('input', () => CancelTokenRequestInput) input: CancelTokenRequestInput,
    @Ctx() caller: Context,
  ) {
    const id = databaseIdIn('TokenRequest', input.requestId);
    if (id === null) throw notFound('The request');
    return { clientMutationId: input.clientMutationId, tokenRequest: await cancelTokenRequest(caller, id) };
  }

  @Needs('session')
  @Mutation(() => RequestTokenAccessPayload)
  async requestTokenAccess(
    @Arg('input', () => RequestTokenAccessInput) input: RequestTokenAccessInput,
    @Ctx() caller: Context,
  ) {
    const tokenId = tokenIdIn('FineGrainedToken', input.tokenId);
    const tokenRequest = await requestTokenAccess(caller, { tokenId, reason: input.reason });
    return { clientMutationId: input.clientMutationId, tokenRequest, token: await caller.loaders.tokens.load(tokenId) };
  }
}
