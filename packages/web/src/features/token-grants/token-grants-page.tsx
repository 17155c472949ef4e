import { useQuery } from '@apollo/client/react';
import { KeyIcon } from '@primer/octicons-react';
import { Button } from '@primer/react';
import { useParams } from 'react-router';
import type { TokenGrantOrder } from '../../gql/graphql.ts';
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

const ORDERS = {
  newest: { field: 'GRANTED_AT', direction: 'DESC' },
  oldest: { field: 'GRANTED_AT', direction: 'ASC' },
  'expires-soonest': { field: 'EXPIRES_AT', direction: 'ASC' },
  'expires-latest': { field: 'EXPIRES_AT', direction: 'DESC' },
  'used-recently': { field: 'LAST_USED_AT', direction: 'DESC' },
  'used-long-ago': { field: 'LAST_USED_AT', direction: 'ASC' },
} as const satisfies Record<string, TokenGrantOrder>;

type Sort = keyof typeof ORDERS;
const SORTS = [
  'newest',
  'oldest',
  'expires-soonest',
  'expires-latest',
  'used-recently',
  'used-long-ago',
] as const satisfies Sort[];
const SORT_CHOICES = SORTS.map((id) => ({ id, text: t(`tokenGrants.sort.${id}`) }));

/** The fine-grained tokens that the organization lets in. Filters, order and page live in the URL. (GN-1) */
export function TokenGrantsPage() {
  const { org: login = '' } = useParams();
  const { location, change } = useListLocation(SORTS);
  const filter = toFilterInput(location);
  const { data, previousData, error, loading, refetch } = useQuery(TokenGrantsPage_query, {
    variables: { login, filter, orderBy: ORDERS[location.sort], ...toPageInput(location) },
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  const organization = (data ?? previousData)?.organization;
  const grants = organization?.tokenGrants;
  const toFirstPage = () => change({});

  return (
    <SettingsPage title={t('tokenGrants.title')} description={t('tokenGrants.description')}>
      <SearchField label={t('tokenGrants.search')} value={location.text} onChange={(text) => change({ text })} />
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !grants && <ListSkeleton />}
      {!error && organization && grants && (
        <TokenGrantList
          key={login}
          organization={login}
          grants={grants}
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
      {grants && <Pager pageInfo={grants.pageInfo} onTurn={change} />}
    </SettingsPage>
  );
}

type NothingProps = { filtered: boolean; turned: boolean; toFirstPage: () => void };

function NothingHere({ filtered, turned, toFirstPage }: NothingProps) {
  if (turned)
    return (
      <EmptyState
        title={t('tokenGrants.emptyPage')}
        action={<Button onClick={toFirstPage}>{t('tokenGrants.firstPage')}</Button>}
      />
    );
  return filtered ? (
    <EmptyState title={t('tokenGrants.emptyFiltered')} description={t('tokenGrants.emptyFilteredMore')} />
  ) : (
    <EmptyState icon={<KeyIcon size={24} />} title={t('tokenGrants.empty')} description={t('tokenGrants.emptyMore')} />
  );
}
