import { ABOUT, chance, pick, share } from './chance.ts';
import { COMPANY_NAMES } from './load-words.ts';

export type LoadSize = { tokens: number; requests: number };

/** Its people and repositories have consecutive numbers; those of people and repositories are their ids less one. */
export type LoadOrganization = {
  id: number;
  login: string;
  name: string;
  requests: number;
  firstUser: number;
  users: number;
  firstRepository: number;
  repositories: number;
};

export const STATUSES = ['PENDING', 'APPROVED', 'DENIED', 'CANCELLED'] as const;
const STATUS_SHARES = [0.4, 0.4, 0.12, 0.08];
export const [PENDING, APPROVED, DENIED, CANCELLED] = [0, 1, 2, 3];

/**
 * What everything else is worked out from. Tokens that ask an organization come first, in the order of their first requests; then those that
 * people have for themselves. Columns, as there may be millions.
 */
export type LoadPlan = {
  now: number;
  size: LoadSize;
  organizations: LoadOrganization[];
  users: number;
  /** Those before this number are in an organization. */
  members: number;
  repositories: number;
  organizationTokens: number;
  requests: { organization: Uint16Array; token: Uint32Array; status: Uint8Array };
  /** Of the tokens that ask an organization. */
  asking: { organization: Uint16Array; ordinal: Uint32Array; firstRequest: Uint32Array; lastRequest: Uint32Array };
};

type Time = Pick<LoadPlan, 'now' | 'size'>;

/** One organization has most of the requests; of the others each has a little less than the one before. */
const BIGGEST_SHARE = 0.8;
/** As many people as leave nobody with more active tokens than are allowed. (TK-4) */
const TOKENS_OF_A_PERSON = 25;
/** Of those denied, how many ask again, when there is one to do so. */
const AGAIN = 0.2;

export function planLoad(size: LoadSize, now: Date): LoadPlan {
  const users = Math.max(30, Math.ceil(size.tokens / TOKENS_OF_A_PERSON));
  const organizations = planOrganizations(size, users);
  const last = organizations.at(-1)!;
  const members = last.firstUser + last.users;
  const { requests, asking, tokens } = planRequests({ now: now.getTime(), size }, organizations);
  return {
    now: now.getTime(),
    size,
    organizations,
    users: Math.max(users, members),
    members,
    repositories: last.firstRepository + last.repositories,
    organizationTokens: tokens,
    requests,
    asking,
  };
}

function planOrganizations({ tokens, requests }: LoadSize, users: number): LoadOrganization[] {
  const count = Math.min(400, Math.max(4, Math.round(Math.sqrt(tokens) / 4)));
  const weights = Array.from({ length: count - 1 }, (_, index) => 1 / (index + 1));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const others = weights.map((weight) => Math.floor((requests * (1 - BIGGEST_SHARE) * weight) / sum));
  const biggest = requests - others.reduce((total, each) => total + each, 0);
  let firstUser = 0;
  let firstRepository = 0;
  return [biggest, ...others].map((ofThis, index) => {
    const name = `${COMPANY_NAMES[index % COMPANY_NAMES.length]!}${index < COMPANY_NAMES.length ? '' : ` ${index}`}`;
    const organization = {
      id: index + 1,
      login: name.toLowerCase().replaceAll(' ', '-'),
      name,
      requests: ofThis,
      firstUser,
      users: Math.max(3, Math.floor((users * 0.95 * ofThis) / requests)),
      firstRepository,
      repositories: Math.max(3, Math.round(Math.sqrt(ofThis))),
    };
    firstUser += organization.users;
    firstRepository += organization.repositories;
    return organization;
  });
}

/** Who asks when: in the order of time, each organization as often as it is meant to, and those denied sometimes again with the same token. */
function planRequests(time: Time, organizations: readonly LoadOrganization[]) {
  const { requests: count } = time.size;
  const organization = new Uint16Array(count);
  let filled = 0;
  for (const [index, { requests }] of organizations.entries()) organization.fill(index, filled, (filled += requests));
  for (let i = count - 1; i > 0; i--) {
    const other = Math.floor(chance(i, ABOUT.order) * (i + 1));
    [organization[i], organization[other]] = [organization[other]!, organization[i]!];
  }

  const token = new Uint32Array(count);
  const status = Uint8Array.from({ length: count }, (_, i) => share(STATUS_SHARES, chance(i, ABOUT.status)));
  // The requests that were denied, oldest first, and how many of them have asked again.
  const denied = organizations.map((): number[] => []);
  const asked = organizations.map(() => 0);
  const ordinals = organizations.map(() => 0);
  const asking = {
    organization: new Uint16Array(count),
    ordinal: new Uint32Array(count),
    firstRequest: new Uint32Array(count),
    lastRequest: new Uint32Array(count),
  };
  let tokens = 0;
  for (let i = 0; i < count; i++) {
    const by = organization[i]!;
    const before = chance(i, ABOUT.again) < AGAIN ? denied[by]![asked[by]!] : undefined;
    const isAgain = before !== undefined && decidedAt(time, before) < askedAt(time, i);
    if (isAgain) asked[by]!++;
    const asks = isAgain ? token[before]! : tokens++;
    token[i] = asks;
    asking.lastRequest[asks] = i;
    if (status[i] === DENIED) denied[by]!.push(i);
    if (isAgain) continue;
    asking.organization[asks] = by;
    asking.ordinal[asks] = ordinals[by]!++;
    asking.firstRequest[asks] = i;
  }
  return { requests: { organization, token, status }, asking, tokens };
}

export const DAY = 24 * 60 * 60 * 1000;
/** Less than a year, so that nothing counts as unused; the last one is a while ago, so that all is decided in the past. */
const SPAN = { from: 300 * DAY, to: DAY };

/** When a request was made: later ones have higher ids. */
export const askedAt = ({ now, size }: Time, request: number): number =>
  Math.floor(now - SPAN.from + ((SPAN.from - SPAN.to) * (request + chance(request, ABOUT.created))) / size.requests);

/** Soon after, and never in the future. */
export const decidedAt = (plan: Time, request: number): number => {
  const asked = askedAt(plan, request);
  return Math.floor(asked + Math.min(14 * DAY, plan.now - asked) * chance(request, ABOUT.decided) ** 3);
};

/** What becomes of an approved request's grant; null where it stands. */
export type GrantEnd = 'REVOKED' | 'TOKEN_DELETED' | null;
export const grantEndOf = (request: number): GrantEnd =>
  ([null, 'REVOKED', 'TOKEN_DELETED'] as const)[share([0.85, 0.08, 0.07], chance(request, ABOUT.outcome))]!;

/** Whether the token was deleted after this request, which then is its last. */
export const deletesToken = ({ requests }: LoadPlan, request: number): boolean =>
  requests.status[request] === APPROVED
    ? grantEndOf(request) === 'TOKEN_DELETED'
    : requests.status[request] === CANCELLED && pick([true, false], request, ABOUT.outcome);

/** The person who asks with a token: the members take turns, but for the first, who owns the organization. */
export function askingUser({ organizations, asking }: LoadPlan, token: number): number {
  const { firstUser, users } = organizations[asking.organization[token]!]!;
  return firstUser + 1 + (asking.ordinal[token]! % (users - 1));
}
