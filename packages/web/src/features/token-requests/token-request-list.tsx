import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { TokenRequestFilter } from '../../gql/graphql.ts';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { Announce } from '../../ui/announce.tsx';
import { LazyMenu } from '../../ui/lazy-menu.tsx';
import { SelectAllMatching } from '../../ui/select-all-matching.tsx';
import { SelectableList } from '../../ui/selectable-list.tsx';
import { useSelection } from '../../ui/use-selection.ts';
import { DecisionResult, outcomeText } from './decision-result.tsx';
import { NewRequests } from './new-requests.tsx';
import { TokenRequestRow } from './token-request-row.tsx';
import type { Decision, DecisionOutcome, Target } from './use-decide-token-requests.ts';
import styles from './token-requests-page.module.css';

const DecisionDialog = lazy(async () => ({ default: (await import('./decision-dialog.tsx')).DecisionDialog }));

const TokenRequestList_requests = graphql(`
  fragment TokenRequestList_requests on TokenRequestConnection {
    totalCount
    totalCountIsExact
    asOf
    nodes {
      id
      viewerCanDecide
      token {
        name
      }
      ...TokenRequestRow_request
    }
  }
`);

type Props = {
  organization: string;
  requests: FragmentType<typeof TokenRequestList_requests>;
  /** Names what is listed; another list begins with nothing selected. */
  listKey: string;
  filter: TokenRequestFilter;
  busy: boolean;
  /** The rows are still those of the filter before: what is shown is not what `filter` says. */
  isStale: boolean;
  filters: ReactNode;
  /** Given when something is filtered: the way back to everything. */
  clearFilters: ReactNode | null;
  empty: ReactNode;
  refresh: () => void;
};

/** The rows, what is selected of them, and the decision on it with its outcome. */
export function TokenRequestList({
  organization,
  requests,
  listKey,
  filter,
  busy,
  isStale,
  filters,
  clearFilters,
  empty,
  refresh,
}: Props) {
  const { nodes, totalCount, totalCountIsExact, asOf } = readFragment(TokenRequestList_requests, requests);
  const rows = nodes.filter((node) => node !== null);
  const decidable = rows.filter(({ viewerCanDecide }) => viewerCanDecide);
  const selection = useSelection(
    listKey,
    decidable.map(({ id }) => id),
    { total: totalCount, asOf },
  );
  const [deciding, setDeciding] = useState<Decision | null>(null);
  const [outcome, setOutcome] = useState<DecisionOutcome | null>(null);
  // Tells two equal outcomes apart, so that the second is shown and said anew.
  const [outcomes, setOutcomes] = useState(0);
  const failures = new Map(outcome?.failures.map(({ requestId, message }) => [requestId, message]));

  const target: Target = selection.asOf
    ? { filter, asOf: selection.asOf }
    : { requestIds: decidable.map(({ id }) => id).filter(selection.has) };
  const decided = (next: DecisionOutcome) => {
    setDeciding(null);
    setOutcome(next);
    setOutcomes((count) => count + 1);
    selection.clear();
    // With failures the rows stay as they are, so that each can be read at its row.
    if (next.failureCount === 0) refresh();
  };
  const refreshAll = () => {
    setOutcome((shown) => shown && { ...shown, failures: [] });
    refresh();
  };

  return (
    <>
      <NewRequests organization={organization} listed={rows.map(({ id }) => id)} onRefresh={refreshAll} />
      {outcome && (
        <DecisionResult
          key={outcomes}
          organization={organization}
          outcome={outcome}
          onRefresh={refreshAll}
          onDismiss={() => setOutcome(null)}
        />
      )}
      <Announce>{outcome ? outcomeText(outcome) : ''}</Announce>
      {(rows.length > 0 || clearFilters) && (
        <SelectableList
          label={t('tokenRequests.list')}
          selection={selection}
          busy={busy}
          filters={filters}
          selectAll={
            selection.isWholePage && !isStale && totalCount > decidable.length ? (
              <SelectAllMatching
                selection={selection}
                pageSelected={t('tokenRequests.pageSelected', { count: selection.count })}
                selectAll={t('tokenRequests.selectAll', { count: totalCount })}
                allSelected={t('tokenRequests.allSelected', { count: totalCount })}
              />
            ) : null
          }
          summary={
            selection.count > 0 ? (
              <LazyMenu<Decision>
                label={t('tokenRequests.selected', { count: selection.count })}
                choices={[
                  { id: 'APPROVED', text: t('tokenRequests.approveMore') },
                  { id: 'DENIED', text: t('tokenRequests.denyMore'), danger: true },
                ]}
                onChoose={setDeciding}
              />
            ) : (
              <span className={styles.summary}>
                {t(totalCountIsExact ? 'tokenRequests.count' : 'tokenRequests.countAtLeast', { count: totalCount })}
                {clearFilters}
              </span>
            )
          }
        >
          {rows.map((request) => (
            <TokenRequestRow
              key={request.id}
              request={request}
              selected={selection.has(request.id)}
              onToggle={() => selection.toggle(request.id)}
              failure={failures.get(request.id)}
            />
          ))}
        </SelectableList>
      )}
      {rows.length === 0 && empty}
      {deciding && (
        <Suspense>
          <DecisionDialog
            organization={organization}
            decision={deciding}
            target={target}
            count={selection.count}
            names={decidable.filter(({ id }) => selection.has(id)).map(({ token }) => token.name)}
            onDecided={decided}
            onCancel={() => setDeciding(null)}
          />
        </Suspense>
      )}
    </>
  );
}
