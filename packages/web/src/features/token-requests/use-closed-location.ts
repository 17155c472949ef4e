import { useSearchParams } from 'react-router';
import type { TokenRequestFilter, TokenRequestStatus } from '../../gql/graphql.ts';
import { dayIn, startOf } from '../../ui/days.ts';

export const CLOSED_STATUSES = ['APPROVED', 'DENIED', 'CANCELLED'] as const satisfies TokenRequestStatus[];
type ClosedStatus = (typeof CLOSED_STATUSES)[number];

/** What the list of closed requests shows, as it stands in the address. Days are the reader's. */
export type ClosedLocation = {
  text: string;
  statuses: ClosedStatus[];
  deciders: string[];
  from: string;
  until: string;
  after: string | null;
  before: string | null;
};

/** The filters and the page, in the address beside the tab. Another filter goes back to the first page. */
export function useClosedLocation() {
  const [search, setSearch] = useSearchParams();
  const location: ClosedLocation = {
    text: search.get('q') ?? '',
    statuses: CLOSED_STATUSES.filter((status) => search.getAll('status').includes(status.toLowerCase())),
    deciders: search.getAll('decider'),
    from: dayIn(search.get('from')),
    until: dayIn(search.get('until')),
    after: search.get('after'),
    before: search.get('before'),
  };
  const change = (next: Partial<ClosedLocation>) => {
    const { text, statuses, deciders, from, until, after, before } = {
      ...location,
      after: null,
      before: null,
      ...next,
    };
    setSearch([
      ['tab', 'closed'],
      ...(text ? [['q', text] as [string, string]] : []),
      ...statuses.map((status): [string, string] => ['status', status.toLowerCase()]),
      ...deciders.map((decider): [string, string] => ['decider', decider]),
      ...Object.entries({ from, until, after, before }).flatMap(([name, value]): [string, string][] =>
        value ? [[name, value]] : [],
      ),
    ]);
  };
  return { location, change };
}

export const isFiltered = ({ text, statuses, deciders, from, until }: ClosedLocation): boolean =>
  statuses.length + deciders.length > 0 || [text, from, until].some((value) => value !== '');

/** The filter as GraphQL wants it: closed whatever is chosen, and the last day to its end. */
export function toClosedFilter({ text, statuses, deciders, from, until }: ClosedLocation) {
  return {
    status: statuses.length > 0 ? statuses : [...CLOSED_STATUSES],
    ...(text && { text }),
    ...(deciders.length > 0 && { decidedBy: deciders }),
    ...(from && { decidedAfter: startOf(from) }),
    ...(until && { decidedBefore: startOf(until, 1) }),
  } satisfies TokenRequestFilter;
}

/** The same filter in an address: lists name their parameter again for each value. */
export const toExport = (organization: string, filter: ReturnType<typeof toClosedFilter>): [string, string][] => [
  ['organization', organization],
  ...Object.entries(filter).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
];
