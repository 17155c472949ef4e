import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import type { DecisionFailureCode, TokenRequestFilter } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';

const ApproveTokenRequests = graphql(`
  mutation ApproveTokenRequests($input: ApproveTokenRequestsInput!) {
    approveTokenRequests(input: $input) {
      approved {
        ...DecidedTokenRequest
      }
      failures {
        requestId
        code
        message
      }
      approvedCount
      failureCount
      totalCount
      bulkDecision {
        id
        databaseId
      }
    }
  }
`);

const DenyTokenRequests = graphql(`
  mutation DenyTokenRequests($input: DenyTokenRequestsInput!) {
    denyTokenRequests(input: $input) {
      denied {
        ...DecidedTokenRequest
      }
      failures {
        requestId
        code
        message
      }
      deniedCount
      failureCount
      totalCount
      bulkDecision {
        id
        databaseId
      }
    }
  }
`);

// What a decision changes of a request; the cache carries it into every row and page that shows it.
graphql(`
  fragment DecidedTokenRequest on TokenRequest {
    id
    status
    decidedAt
    viewerCanDecide
    viewerCanCancel
  }
`);

export type Decision = 'APPROVED' | 'DENIED';

/** Which requests: named ones, or all that matched a filter at a moment. (RQ-6, RQ-12) */
export type Target = { requestIds: readonly string[] } | { filter: TokenRequestFilter; asOf: string };

export type DecisionOutcome = {
  decision: Decision;
  decidedCount: number;
  failureCount: number;
  failures: readonly { requestId: string; code: DecisionFailureCode; message: string }[];
  /** Given when there were so many that a job goes on with them. */
  bulkDecisionId: number | null;
};

/** Approves or denies; each request has its own outcome. */
export function useDecideTokenRequests(organization: string) {
  const [approve] = useMutation(ApproveTokenRequests);
  const [deny] = useMutation(DenyTokenRequests);
  const [state, setState] = useState<{ working: boolean; error: unknown }>({ working: false, error: null });

  const send = async (decision: Decision, target: Target, reason: string | null): Promise<DecisionOutcome | null> => {
    const which = 'requestIds' in target ? { requestIds: [...target.requestIds] } : target;
    const options = { variables: { input: { organization, reason, ...which } } };
    if (decision === 'APPROVED') {
      const payload = (await approve(options)).data?.approveTokenRequests;
      return payload ? outcomeOf(decision, payload.approvedCount, payload) : null;
    }
    const payload = (await deny(options)).data?.denyTokenRequests;
    return payload ? outcomeOf(decision, payload.deniedCount, payload) : null;
  };

  /** Resolves to null, with `error` set, when nothing was decided at all. */
  const decide = async (decision: Decision, target: Target, reason: string | null) => {
    setState({ working: true, error: null });
    try {
      const outcome = await send(decision, target, reason);
      setState({ working: false, error: null });
      return outcome;
    } catch (error) {
      setState({ working: false, error });
      return null;
    }
  };
  return { decide, ...state };
}

type Payload = Pick<DecisionOutcome, 'failureCount' | 'failures'> & { bulkDecision: { databaseId: number } | null };

const outcomeOf = (
  decision: Decision,
  decidedCount: number,
  { failureCount, failures, bulkDecision }: Payload,
): DecisionOutcome => ({
  decision,
  decidedCount,
  failureCount,
  failures,
  bulkDecisionId: bulkDecision?.databaseId ?? null,
});
