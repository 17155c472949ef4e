import { useSearchParams } from 'react-router';
import { toPageInput } from '../../ui/use-list-location.ts';

export type AuditLocation = { text: string; action: string; after: string | null; before: string | null };

/** The log's filter and page, in the address. Another filter goes back to the first page. */
export function useAuditLocation() {
  const [search, setSearch] = useSearchParams();
  const location: AuditLocation = {
    text: search.get('q') ?? '',
    action: search.get('action') ?? '',
    after: search.get('after'),
    before: search.get('before'),
  };
  const change = (next: Partial<AuditLocation>) => {
    const { text, action, after, before } = { ...location, after: null, before: null, ...next };
    setSearch({
      ...(text && { q: text }),
      ...(action && { action }),
      ...(after && { after }),
      ...(before && { before }),
    });
  };
  return { location, change };
}

/** The filter without what does not filter. */
export const toLogFilter = ({ text, action }: Pick<AuditLocation, 'text' | 'action'>) => ({
  ...(text && { text }),
  ...(action && { action }),
});

/** Filter and page as GraphQL wants them. */
export const toLogInput = (location: AuditLocation) => ({ filter: toLogFilter(location), ...toPageInput(location) });
