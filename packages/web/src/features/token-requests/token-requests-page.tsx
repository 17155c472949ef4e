import { useQuery } from '@apollo/client/react';
import { InboxIcon } from '@primer/octicons-react';
import { Button } from '@primer/react';
import { useParams } from 'react-router';
import type { TokenRequestOrder } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { Pager } from '../../ui/pager.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { isFiltered, toFilterInput, toPageInput, useListLocation } from '../../ui/use-list-location.ts';
import { ClearFilters, TokenFilters } from '../token-filters/token-filters.tsx';
import { TokenRequestList } from './token-request-list.tsx';

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

const ORDERS = {
  newest: { field: 'CREATED_AT', direction: 'DESC' },
  oldest: { field: 'CREATED_AT', direction: 'ASC' },
  'expires-soonest': { field: 'EXPIRES_AT', direction: 'ASC' },
  'expires-latest': { field: 'EXPIRES_AT', direction: 'DESC' },
  'used-recently': { field: 'LAST_USED_AT', direction: 'DESC' },
  'used-long-ago': { field: 'LAST_USED_AT', direction: 'ASC' },
} as const satisfies Record<string, TokenRequestOrder>;

type Sort = keyof typeof ORDERS;
const SORTS = [
  'newest',
  'oldest',
  'expires-soonest',
  'expires-latest',
  'used-recently',
  'used-long-ago',
] as const satisfies Sort[];
const SORT_CHOICES = SORTS.map((id) => ({ id, text: t(`tokenRequests.sort.${id}`) }));

/** The queue: everything in the organization that waits for a decision. Filters, order and page live in the URL. */
export function TokenRequestsPage() {
  const { org: login = '' } = useParams();
  const { location, change } = useListLocation(SORTS);
  const filter = toFilterInput(location);
  const { data, previousData, error, loading, refetch } = useQuery(TokenRequestsPage_query, {
    variables: { login, filter, orderBy: ORDERS[location.sort], ...toPageInput(location) },
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  const organization = (data ?? previousData)?.organization;
  const requests = organization?.tokenRequests;
  const toFirstPage = () => change({});

  return (
    <SettingsPage title={t('tokenRequests.title')} description={t('tokenRequests.description')}>
      <SearchField label={t('tokenRequests.search')} value={location.text} onChange={(text) => change({ text })} />
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !requests && <ListSkeleton />}
      {!error && organization && requests && (
        <TokenRequestList
          key={login}
          organization={login}
          requests={requests}
          listKey={data ? JSON.stringify(location) : 'stale'}
          isStale={!data}
          filter={filter}
          busy={loading}
          filters={<TokenFilters organization={login} location={location} change={change} sorts={SORT_CHOICES} />}
          clearFilters={isFiltered(location) ? <ClearFilters change={change} /> : null}
          refresh={() => void refetch()}
          empty={
            <NothingHere
              filtered={isFiltered(location)}
              turned={Boolean(location.after ?? location.before)}
              toFirstPage={toFirstPage}
            />
          }
        />
      )}
      {requests && <Pager pageInfo={requests.pageInfo} onTurn={change} />}
    </SettingsPage>
  );
}

type NothingProps = { filtered: boolean; turned: boolean; toFirstPage: () => void };

function NothingHere({ filtered, turned, toFirstPage }: NothingProps) {
  if (turned)
    return (
      <EmptyState
        title={t('tokenRequests.emptyPage')}
        action={<Button onClick={toFirstPage}>{t('tokenRequests.firstPage')}</Button>}
      />
    );
  return filtered ? (
    <EmptyState title={t('tokenRequests.emptyFiltered')} description={t('tokenRequests.emptyFilteredMore')} />
  ) : (
    <EmptyState
      icon={<InboxIcon size={24} />}
      title={t('tokenRequests.empty')}
      description={t('tokenRequests.emptyMore')}
    />
  );
}
