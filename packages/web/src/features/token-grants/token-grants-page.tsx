import { useQuery } from '@apollo/client/react';
import { KeyIcon } from '@primer/octicons-react';
import { useParams } from 'react-router';
import { useLastPages } from '../../apollo/use-last-pages.ts';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { NothingListed, ReviewPage } from '../../ui/review-page.tsx';
import { orderOf, REVIEW_SORTS, reviewSortChoices } from '../../ui/review-sorts.ts';
import { isFiltered, toFilterInput, toPageInput, useListLocation } from '../../ui/use-list-location.ts';
import { ClearFilters, TokenFilters } from '../token-filters/token-filters.tsx';
import { TokenGrantList } from './token-grant-list.tsx';

const TokenGrantsPage_query = graphql(`
  query TokenGrantsPage(
    $login: String!
    $filter: TokenGrantFilter
    $orderBy: TokenGrantOrder
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    organization(login: $login) {
      id
      tokenGrants(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
        ...TokenGrantList_grants
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

/** The fine-grained tokens that the organization lets in. Filters, order and page live in the URL. (GN-1) */
export function TokenGrantsPage() {
  const { org: login = '' } = useParams();
  const { location, change } = useListLocation(REVIEW_SORTS);
  const filter = toFilterInput(location);
  const { data, previousData, error, loading, refetch } = useQuery(TokenGrantsPage_query, {
    variables: { login, filter, orderBy: orderOf(location.sort, 'GRANTED_AT'), ...toPageInput(location) },
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  const grants = (data ?? previousData)?.organization?.tokenGrants;
  useLastPages(data?.organization, 'tokenGrants');
  const filters = <TokenFilters organization={login} location={location} change={change} sorts={reviewSortChoices()} />;
  const clearFilters = isFiltered(location) ? <ClearFilters change={change} /> : null;

  return (
    <ReviewPage
      title={t('tokenGrants.title')}
      description={t('tokenGrants.description')}
      search={t('tokenGrants.search')}
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
      pageInfo={grants?.pageInfo}
    >
      {grants && (
        <TokenGrantList
          key={login}
          organization={login}
          grants={grants}
          listKey={data ? JSON.stringify(location) : 'stale'}
          isStale={!data}
          filter={filter}
          busy={loading}
          filters={filters}
          clearFilters={clearFilters}
          refresh={() => void refetch()}
          empty={
            <NothingListed
              icon={<KeyIcon size={24} />}
              words={{
                empty: t('tokenGrants.empty'),
                more: t('tokenGrants.emptyMore'),
                filtered: t('tokenGrants.emptyFiltered'),
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
