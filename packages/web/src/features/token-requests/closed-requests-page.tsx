import { useQuery } from '@apollo/client/react';
import { HistoryIcon } from '@primer/octicons-react';
import { Button } from '@primer/react';
import { useParams } from 'react-router';
import { useLastPages } from '../../apollo/use-last-pages.ts';
import type { TokenRequestOrder } from '../../gql/graphql.ts';
import { graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { DayField } from '../../ui/day-field.tsx';
import { ExportLinks } from '../../ui/export-links.tsx';
import { FilterButton } from '../../ui/filter-button.tsx';
import { NothingListed, ReviewPage } from '../../ui/review-page.tsx';
import { toPageInput } from '../../ui/use-list-location.ts';
import { useOwnerOptions } from '../token-filters/use-filter-options.ts';
import { ClosedRequestRow } from './closed-request-row.tsx';
import { RequestTabs } from './request-tabs.tsx';
import {
  CLOSED_STATUSES,
  type ClosedLocation,
  isFiltered,
  toClosedFilter,
  toExport,
  useClosedLocation,
} from './use-closed-location.ts';
import styles from './closed-requests-page.module.css';

const ClosedRequestsPage_query = graphql(`
  query ClosedRequestsPage(
    $login: String!
    $filter: TokenRequestFilter
    $orderBy: TokenRequestOrder
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    organization(login: $login) {
      id
      tokenRequests(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
        ...ClosedRequests
      }
    }
  }
`);

const ClosedRequests = graphql(`
  fragment ClosedRequests on TokenRequestConnection {
    totalCount
    totalCountIsExact
    nodes {
      id
      ...RequestRowText_request
      ...RequestDecision_request
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
`);

const LATEST_FIRST = { field: 'DECIDED_AT', direction: 'DESC' } as const satisfies TokenRequestOrder;

/** What has left the queue, the latest decision first: who decided, when and why. Filters and page live in the URL, and exports carry them. (RQ-9) */
export function ClosedRequestsPage() {
  const { org: login = '' } = useParams();
  const { location, change } = useClosedLocation();
  const filter = toClosedFilter(location);
  const { data, previousData, error, loading, refetch } = useQuery(ClosedRequestsPage_query, {
    variables: { login, filter, orderBy: LATEST_FIRST, ...toPageInput(location) },
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  const connection = (data ?? previousData)?.organization?.tokenRequests;
  useLastPages(data?.organization, 'tokenRequests');
  const requests = connection && readFragment(ClosedRequests, connection);
  const rows = requests?.nodes.filter((node) => node !== null) ?? [];
  const filtered = isFiltered(location);
  const filters = <ClosedFilters organization={login} location={location} change={change} />;

  return (
    <ReviewPage
      title={t('closedRequests.title')}
      description={t('closedRequests.description')}
      tabs={<RequestTabs />}
      actions={error ? null : <ExportLinks path="/api/exports/token-requests" of={toExport(login, filter)} />}
      search={t('tokenRequests.search')}
      location={location}
      change={change}
      error={error}
      onRetry={() => void refetch()}
      filters={filters}
      pageInfo={requests?.pageInfo}
    >
      {filters}
      {requests && rows.length > 0 && (
        <div className={styles.box} aria-busy={loading}>
          <div className={styles.head}>
            {t(requests.totalCountIsExact ? 'closedRequests.count' : 'closedRequests.countAtLeast', {
              count: requests.totalCount,
            })}
          </div>
          <ul className={styles.rows} aria-label={t('closedRequests.list')}>
            {rows.map((request) => (
              <ClosedRequestRow key={request.id} request={request} />
            ))}
          </ul>
        </div>
      )}
      {requests && rows.length === 0 && (
        <NothingListed
          icon={<HistoryIcon size={24} />}
          words={{
            empty: t('closedRequests.empty'),
            more: t('closedRequests.emptyMore'),
            filtered: t('closedRequests.emptyFiltered'),
          }}
          isFiltered={filtered}
          location={location}
          change={change}
        />
      )}
    </ReviewPage>
  );
}

type FilterProps = {
  organization: string;
  location: ClosedLocation;
  change: (next: Partial<ClosedLocation>) => void;
};

function ClosedFilters({ organization, location, change }: FilterProps) {
  return (
    <div className={styles.filters}>
      <FilterButton
        label={t('closedRequests.status')}
        title={t('closedRequests.statusTitle')}
        selected={location.statuses}
        options={CLOSED_STATUSES.map((id) => ({ id, text: t(`tokenRequests.status.${id}`) }))}
        onChange={(ids) => change({ statuses: CLOSED_STATUSES.filter((status) => ids.includes(status)) })}
      />
      <FilterButton
        label={t('closedRequests.decider')}
        title={t('closedRequests.deciderTitle')}
        selected={location.deciders}
        onChange={(deciders) => change({ deciders })}
        {...useOwnerOptions(organization)}
      />
      <DayField
        label={t('closedRequests.after')}
        value={location.from}
        max={location.until}
        onChange={(from) => change({ from })}
      />
      <DayField
        label={t('closedRequests.before')}
        value={location.until}
        min={location.from}
        onChange={(until) => change({ until })}
      />
      {isFiltered(location) && (
        <Button
          variant="invisible"
          size="small"
          onClick={() => change({ text: '', statuses: [], deciders: [], from: '', until: '' })}
        >
          {t('closedRequests.clear')}
        </Button>
      )}
    </div>
  );
}
