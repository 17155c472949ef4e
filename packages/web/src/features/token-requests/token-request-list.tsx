import { lazy, Suspense, useState } from 'react';
import type { TokenRequestFilter } from '../../gql/graphql.ts';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { countFor } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { Announce } from '../../ui/announce.tsx';
import { LazyMenu } from '../../ui/lazy-menu.tsx';
import { ReviewList, type ReviewListing } from '../../ui/review-list.tsx';
import { useOutcome } from '../../ui/use-outcome.ts';
import { useSelection } from '../../ui/use-selection.ts';
import { DecisionResult, outcomeText } from './decision-result.tsx';
import { NewRequests } from './new-requests.tsx';
import { TokenRequestRow } from './token-request-row.tsx';
import type { Decision, DecisionOutcome, Target } from './use-decide-token-requests.ts';

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
      ...RequestRowText_request
    }
  }
`);

type Props = ReviewListing & {
  organization: string;
  requests: FragmentType<typeof TokenRequestList_requests>;
  filter: TokenRequestFilter;
};

/** The rows, what is selected of them, and the decision on it with its outcome. */
export function TokenRequestList({ organization, requests, filter, listKey, refresh, ...listing }: Props) {
  const { nodes, totalCount, totalCountIsExact, asOf } = readFragment(TokenRequestList_requests, requests);
  const { outcome, number, show, refreshAll, dismiss } = useOutcome<DecisionOutcome>(refresh);
  const [deciding, setDeciding] = useState<Decision | null>(null);
  const rows = nodes.filter((node) => node !== null);
  const decidable = rows.filter(({ viewerCanDecide }) => viewerCanDecide);
  const selection = useSelection(
    listKey,
    decidable.map(({ id }) => id),
    { total: totalCount, isExact: totalCountIsExact, asOf },
  );
  const failures = new Map(outcome?.failures.map(({ requestId, message }) => [requestId, message]));

  const target: Target = selection.asOf
    ? { filter, asOf: selection.asOf }
    : { requestIds: decidable.map(({ id }) => id).filter(selection.has) };
  const decided = (next: DecisionOutcome) => {
    setDeciding(null);
    show(next);
    selection.clear();
  };

  return (
    <>
      <NewRequests organization={organization} listed={rows.map(({ id }) => id)} onRefresh={refreshAll} />
      {outcome && (
        <DecisionResult
          key={number}
          organization={organization}
          outcome={outcome}
          onRefresh={refreshAll}
          onDismiss={dismiss}
        />
      )}
      <Announce>{outcome ? outcomeText(outcome) : ''}</Announce>
      <ReviewList
        {...listing}
        label={t('tokenRequests.list')}
        selection={selection}
        totalCount={totalCount}
        words={{
          count: t(totalCountIsExact ? 'tokenRequests.count' : 'tokenRequests.countAtLeast', { count: totalCount }),
          pageSelected: t('tokenRequests.pageSelected', { count: selection.count }),
          selectAll: t('tokenRequests.selectAll', { count: countFor(totalCount, totalCountIsExact) }),
          allSelected: t('tokenRequests.allSelected', { count: selection.amount }),
        }}
        actions={
          <LazyMenu<Decision>
            label={t('tokenRequests.selected', { count: selection.amount })}
            choices={[
              { id: 'APPROVED', text: t('tokenRequests.approveMore') },
              { id: 'DENIED', text: t('tokenRequests.denyMore'), danger: true },
            ]}
            onChoose={setDeciding}
          />
        }
        rows={rows.map((request) => (
          <TokenRequestRow
            key={request.id}
            request={request}
            selected={selection.has(request.id)}
            onToggle={() => selection.toggle(request.id)}
            failure={failures.get(request.id)}
          />
        ))}
      />
      {deciding && (
        <Suspense>
          <DecisionDialog
            organization={organization}
            decision={deciding}
            target={target}
            count={selection.amount}
            names={decidable.filter(({ id }) => selection.has(id)).map(({ token }) => token.name)}
            onDecided={decided}
            onCancel={() => setDeciding(null)}
          />
        </Suspense>
      )}
    </>
  );
}
