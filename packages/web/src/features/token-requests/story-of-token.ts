import type { TokenRequestStatus } from '../../gql/graphql.ts';

export type StoryRequest = {
  databaseId: number;
  status: TokenRequestStatus;
  reason: string | null;
  createdAt: string;
  decidedAt: string | null;
  decidedAutomatically: boolean;
  decisionReason: string | null;
  decidedBy: { login: string } | { name: string } | null;
  requester: { login: string };
  /** Something was granted when it was asked. */
  isChange: boolean;
};

export type StoryEntry = { action: string; actorLogin: string | null; at: string; details: Record<string, unknown> };

const CAUSES = [
  'withdrawn',
  'token_deleted',
  'token_edited',
  'token_expired',
  'token_revoked',
  'member_removed',
] as const;
type Cause = (typeof CAUSES)[number];

export type StoryStep = {
  at: string;
  kind:
    | 'asked'
    | 'askedChange'
    | 'edited'
    | 'APPROVED'
    | 'DENIED'
    | 'approvedAutomatically'
    | 'replaced'
    | Cause
    | 'cancelled'
    | 'revoked';
  who: string;
  requester: string;
  /** Why it was asked, or decided so. */
  reason: string | null;
  /** The request it is about; null for what happened to the access. */
  request: { databaseId: number; createdAt: string } | null;
};

export const CANCELLED_ACTION = 'personal_access_token.request_cancelled';
export const REVOKED_ACTION = 'personal_access_token.access_revoked';

/**
 * What happened to one token in an organization, oldest first, from its requests; entries of the audit log, which owners read, say
 * besides why a request was cancelled, and when access was revoked. (RQ-9, RQ-12)
 */
export function storyOfToken(requests: readonly StoryRequest[], entries: readonly StoryEntry[]): StoryStep[] {
  const inOrder = requests.toSorted((one, other) => one.databaseId - other.databaseId);
  const steps = inOrder.flatMap((request, index) => stepsOf(request, inOrder[index - 1], inOrder[index + 1], entries));
  const revocations = entries
    .filter(({ action }) => action === REVOKED_ACTION)
    .map(({ at, actorLogin, details }): StoryStep => ({
      at,
      kind: 'revoked',
      who: actorLogin ?? '',
      requester: requests[0]?.requester.login ?? '',
      reason: typeof details['reason'] === 'string' ? details['reason'] : null,
      request: null,
    }));
  // Of what happens at one moment the order given stays.
  return [...steps, ...revocations].toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

function stepsOf(
  request: StoryRequest,
  before: StoryRequest | undefined,
  after: StoryRequest | undefined,
  entries: readonly StoryEntry[],
): StoryStep[] {
  const { requester, createdAt, decidedAt, databaseId } = request;
  const about = { requester: requester.login, request: { databaseId, createdAt } };
  const asked: StoryStep = {
    ...about,
    at: createdAt,
    kind: before && replaces(request, before) ? 'edited' : request.isChange ? 'askedChange' : 'asked',
    who: requester.login,
    reason: request.reason,
  };
  if (!decidedAt) return [asked];
  const by = request.decidedBy;
  const who = by === null ? '' : 'login' in by ? by.login : by.name;
  return [
    asked,
    { ...about, at: decidedAt, kind: endOf(request, after, entries), who, reason: request.decisionReason },
  ];
}

const SAME_MOMENT = 1_000;

/** An edit cancels the request that waits and opens another in the same transaction. (RQ-12) */
const replaces = (request: StoryRequest, before: StoryRequest): boolean =>
  before.status === 'CANCELLED' &&
  before.decidedAt !== null &&
  Math.abs(Date.parse(request.createdAt) - Date.parse(before.decidedAt)) < SAME_MOMENT;

function endOf(
  request: StoryRequest,
  after: StoryRequest | undefined,
  entries: readonly StoryEntry[],
): StoryStep['kind'] {
  if (request.status === 'APPROVED' && request.decidedAutomatically) return 'approvedAutomatically';
  if (request.status === 'APPROVED' || request.status === 'DENIED') return request.status;
  if (after && replaces(after, request)) return 'replaced';
  const entry = entries.find(({ action, at }) => action === CANCELLED_ACTION && at === request.decidedAt);
  const said = CAUSES.find((cause) => cause === entry?.details['cause']);
  if (said) return said;
  const by = request.decidedBy;
  return by !== null && 'login' in by && by.login === request.requester.login ? 'withdrawn' : 'cancelled';
}
