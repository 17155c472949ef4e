import { useQuery } from '@apollo/client/react';
import { InboxIcon } from '@primer/octicons-react';
import { lazy, Suspense } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { useLastPages } from '../../apollo/use-last-pages.ts';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { NothingListed, ReviewPage } from '../../ui/review-page.tsx';
import { orderOf, REVIEW_SORTS, reviewSortChoices } from '../../ui/review-sorts.ts';
import { isFiltered, toFilterInput, toPageInput, useListLocation } from '../../ui/use-list-location.ts';
import { ClearFilters, TokenFilters } from '../token-filters/token-filters.tsx';
import { RequestTabs } from './request-tabs.tsx';
import { TokenRequestList } from './token-request-list.tsx';

const ClosedRequestsPage = lazy(async () => ({
  default: (await import('./closed-requests-page.tsx')).ClosedRequestsPage,
}));

const TokenRequestsPage_query = graphql(`
  query TokenRequestsPage(
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
        ...TokenRequestList_requests
        nodes {
          id
        }
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
      }
    }
  }
`);

/** The queue, or what has left it: the tab stands in the address. */
export function TokenRequestsPage() {
  const [search] = useSearchParams();
  if (search.get('tab') !== 'closed') return <PendingRequests />;
  return (
    <Suspense fallback={<ListSkeleton />}>
      <ClosedRequestsPage />
    </Suspense>
  );
}

/** Everything in the organization that waits for a decision. Filters, order and page live in the URL. */
function PendingRequests() {
  const { org: login = '' } = useParams();
  const { location, change } = useListLocation(REVIEW_SORTS);
  const filter = toFilterInput(location);
  const { data, previousData, error, loading, refetch } = useQuery(TokenRequestsPage_query, {
    variables: { login, filter, orderBy: orderOf(location.sort, 'CREATED_AT'), ...toPageInput(location) },
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  const requests = (data ?? previousData)?.organization?.tokenRequests;
  useLastPages(data?.organization, 'tokenRequests');
  const filters = <TokenFilters organization={login} location={location} change={change} sorts={reviewSortChoices()} />;
  const clearFilters = isFiltered(location) ? <ClearFilters change={change} /> : null;

  return (
    <ReviewPage
      title={t('tokenRequests.title')}
      description={t('tokenRequests.description')}
      tabs={<RequestTabs />}
      search={t('tokenRequests.search')}
      location={location}
      change={change}
      error={error}
      onRetry={() => void refetch()}
      filters={
        <>
          {filters}
          {clearFilters}
        </>
      }
      pageInfo={requests?.pageInfo}
    >
      {requests && (
        <TokenRequestList
          key={login}
          organization={login}
          requests={requests}
          listKey={data ? JSON.stringify(location) : 'stale'}
          isStale={!data}
          filter={filter}
          busy={loading}
          filters={filters}
          clearFilters={clearFilters}
          refresh={() => void refetch()}
          empty={
            <NothingListed
              icon={<InboxIcon size={24} />}
              words={{
                empty: t('tokenRequests.empty'),
                more: t('tokenRequests.emptyMore'),
                filtered: t('tokenRequests.emptyFiltered'),
              }}
              isFiltered={clearFilters !== null}
              location={location}
              change={change}
            />
          }
        />
      )}
    </ReviewPage>
  );
}
