import { searchTextOf } from '../features/token-requests/search-text.ts';
import { ABOUT, chance, pick } from './chance.ts';
import {
  APPROVED,
  askedAt,
  askingUser,
  CANCELLED,
  DAY,
  decidedAt,
  DENIED,
  grantEndOf,
  type LoadPlan,
  PENDING,
  STATUSES,
} from './load-plan.ts';
import { DENIALS, REASONS } from './load-words.ts';
import { loginOf } from './people-tables.ts';
import { line, type LoadTable, moment, numbers } from './row.ts';
import { askingName, wishOf } from './wish.ts';

/** Requests, and the grants of those that were approved. A request's id is its number and one; its grant's counts the approved ones. */
export function requestTables(plan: LoadPlan): LoadTable[] {
  const { requests, organizations, size } = plan;
  const all = () => numbers(size.requests);
  const organizationOf = (request: number) => organizations[requests.organization[request]!]!;
  const statusOf = (request: number) => STATUSES[requests.status[request]!]!;
  const copied = (request: number) =>
    [organizationOf(request).id, statusOf(request), moment(askedAt(plan, request))] as const;
  const wishFor = (request: number) => wishOf(plan, requests.token[request]!);
  function* granted() {
    let id = 0;
    for (const request of all()) if (requests.status[request] === APPROVED) yield { id: ++id, request };
  }

  return [
    {
      name: 'token_requests',
      columns: [
        ...[
          'id',
          'organization_id',
          'token_id',
          'requester_id',
          'status',
          'reason',
          'repository_selection',
          'created_at',
        ],
        ...['decided_at', 'decided_by_user_id', 'decided_automatically', 'decision_reason', 'search_text'],
      ],
      *lines() {
        for (const request of all()) {
          const token = requests.token[request]!;
          const reason = reasonOf(request);
          const { id, firstUser } = organizationOf(request);
          const { decidedBy, automatic } = deciderOf(plan, request, firstUser);
          const isDenied = requests.status[request] === DENIED;
          yield line(
            ...[request + 1, id, token + 1, askingUser(plan, token) + 1, statusOf(request), reason],
            ...[wishFor(request).selection, moment(askedAt(plan, request))],
            requests.status[request] === PENDING ? null : moment(decidedAt(plan, request)),
            ...[decidedBy, automatic, isDenied ? pick(DENIALS, request, ABOUT.outcome) : null],
            searchTextOf(askingName(plan, token), loginOf(askingUser(plan, token)), reason),
          );
        }
      },
    },
    {
      name: 'token_request_permissions',
      columns: ['request_id', 'organization_id', 'status', 'created_at', 'key', 'level'],
      *lines() {
        for (const request of all())
          for (const [key, level] of Object.entries(wishFor(request).permissions))
            yield line(request + 1, ...copied(request), key, level);
      },
    },
    {
      name: 'token_request_repositories',
      columns: ['request_id', 'organization_id', 'status', 'created_at', 'repository_id', 'is_added'],
      *lines() {
        for (const request of all())
          for (const repository of wishFor(request).repositories)
            yield line(request + 1, ...copied(request), repository, true);
      },
    },
    {
      name: 'token_grants',
      columns: [
        ...['id', 'organization_id', 'token_id', 'user_id', 'membership_id', 'repository_selection', 'granted_at'],
        ...['ended_at', 'end_cause', 'ended_by_user_id', 'search_text'],
      ],
      *lines() {
        for (const { id, request } of granted()) {
          const token = requests.token[request]!;
          const user = askingUser(plan, token);
          const { id: organizationId, firstUser } = organizationOf(request);
          const grantedAt = decidedAt(plan, request);
          const end = grantEndOf(request);
          yield line(
            ...[id, organizationId, token + 1, user + 1, user + 1, wishFor(request).selection, moment(grantedAt)],
            // A deleted token's grant ended with it, and those were deleted soon.
            end === null ? null : moment(end === 'REVOKED' ? Math.min(grantedAt + 5 * DAY, plan.now) : grantedAt),
            ...[end, end === 'REVOKED' ? firstUser + 1 : null],
            searchTextOf(askingName(plan, token), loginOf(user), reasonOf(request)),
          );
        }
      },
    },
    {
      name: 'token_grant_permissions',
      columns: ['grant_id', 'key', 'level'],
      *lines() {
        for (const { id, request } of granted())
          for (const [key, level] of Object.entries(wishFor(request).permissions)) yield line(id, key, level);
      },
    },
    {
      name: 'token_grant_repositories',
      columns: ['grant_id', 'repository_id'],
      *lines() {
        for (const { id, request } of granted())
          for (const repository of wishFor(request).repositories) yield line(id, repository);
      },
    },
  ];
}

const reasonOf = (request: number) =>
  chance(request, ABOUT.reason) < 0.25 ? null : pick(REASONS, request, ABOUT.reason);

/** The organization's owner, but for what was withdrawn, and for a few that rules decided. */
function deciderOf({ requests }: LoadPlan, request: number, firstUser: number) {
  const status = requests.status[request]!;
  const automatic = status === APPROVED && chance(request, ABOUT.automatic) < 0.05;
  return { automatic, decidedBy: status === PENDING || status === CANCELLED || automatic ? null : firstUser + 1 };
}
