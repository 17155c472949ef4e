import { useSearchParams } from 'react-router';
import { dayIn, startOf } from '../../ui/days.ts';
import { toPageInput } from '../../ui/use-list-location.ts';

/** What is shown of a log. Days are the reader's. */
export type AuditLocation = {
  text: string;
  action: string;
  from: string;
  until: string;
  after: string | null;
  before: string | null;
};

/** The log's filter and page, in the address. Another filter goes back to the first page. */
export function useAuditLocation() {
  const [search, setSearch] = useSearchParams();
  const location: AuditLocation = {
    text: search.get('q') ?? '',
    action: search.get('action') ?? '',
    from: dayIn(search.get('from')),
    until: dayIn(search.get('until')),
    after: search.get('after'),
    before: search.get('before'),
  };
  const change = (next: Partial<AuditLocation>) => {
    const { text: q, ...others } = { ...location, after: null, before: null, ...next };
    setSearch(
      Object.entries({ q, ...others }).flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : [])),
    );
  };
  return { location, change };
}

/** The filter without what does not filter; the last day to its end. */
export const toLogFilter = ({ text, action, from, until }: AuditLocation) => ({
  ...(text && { text }),
  ...(action && { action }),
  ...(from && { after: startOf(from) }),
  ...(until && { before: startOf(until, 1) }),
});

/** Filter and page as GraphQL wants them. */
export const toLogInput = (location: AuditLocation) => ({ filter: toLogFilter(location), ...toPageInput(location) });
