import { Button } from '@primer/react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { TokenGrantFilter } from '../../gql/graphql.ts';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { Announce } from '../../ui/announce.tsx';
import { SelectAllMatching } from '../../ui/select-all-matching.tsx';
import { SelectableList } from '../../ui/selectable-list.tsx';
import { useSelection } from '../../ui/use-selection.ts';
import { outcomeText, RevocationResult } from './revocation-result.tsx';
import { TokenGrantRow } from './token-grant-row.tsx';
import type { RevocationOutcome, Target } from './use-revoke-token-grants.ts';

const RevokeDialog = lazy(async () => ({ default: (await import('./revoke-dialog.tsx')).RevokeDialog }));

const TokenGrantList_grants = graphql(`
  fragment TokenGrantList_grants on TokenGrantConnection {
    totalCount
    totalCountIsExact
    asOf
    nodes {
      id
      viewerCanRevoke
      token {
        name
      }
      ...TokenGrantRow_grant
    }
  }
`);

type Props = {
  organization: string;
  grants: FragmentType<typeof TokenGrantList_grants>;
  /** Names what is listed; another list begins with nothing selected. */
  listKey: string;
  filter: TokenGrantFilter;
  busy: boolean;
  /** The rows are still those of the filter before: what is shown is not what `filter` says. */
  isStale: boolean;
  filters: ReactNode;
  /** Given when something is filtered: the way back to everything. */
  clearFilters: ReactNode | null;
  empty: ReactNode;
  refresh: () => void;
};

/** The rows, what is selected of them, and the revocation with its outcome. */
export function TokenGrantList({
  organization,
  grants,
  listKey,
  filter,
  busy,
  isStale,
  filters,
  clearFilters,
  empty,
  refresh,
}: Props) {
  const { nodes, totalCount, totalCountIsExact, asOf } = readFragment(TokenGrantList_grants, grants);
  const [outcome, setOutcome] = useState<RevocationOutcome | null>(null);
  const [asking, setAsking] = useState(false);
  const rows = nodes.filter((node) => node !== null);
  const revoked = new Set(outcome?.revokedIds);
  const revocable = rows.filter(({ id, viewerCanRevoke }) => viewerCanRevoke && !revoked.has(id));
  const selection = useSelection(
    listKey,
    revocable.map(({ id }) => id),
    { total: totalCount, asOf },
  );
  // Tells two equal outcomes apart, so that the second is shown and said anew.
  const [outcomes, setOutcomes] = useState(0);
  const failures = new Map(outcome?.failures.map(({ grantId, message }) => [grantId, message]));

  const target: Target = selection.asOf
    ? { filter, asOf: selection.asOf }
    : { grantIds: revocable.map(({ id }) => id).filter(selection.has) };
  const done = (next: RevocationOutcome) => {
    setAsking(false);
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
      {outcome && (
        <RevocationResult key={outcomes} outcome={outcome} onRefresh={refreshAll} onDismiss={() => setOutcome(null)} />
      )}
      <Announce>{outcome ? outcomeText(outcome) : ''}</Announce>
      {(rows.length > 0 || clearFilters) && (
        <SelectableList
          label={t('tokenGrants.list')}
          selection={selection}
          busy={busy}
          filters={filters}
          selectAll={
            selection.isWholePage && !isStale && totalCount > revocable.length ? (
              <SelectAllMatching
                selection={selection}
                pageSelected={t('tokenGrants.pageSelected', { count: selection.count })}
                selectAll={t('tokenGrants.selectAll', { count: totalCount })}
                allSelected={t('tokenGrants.allSelected', { count: totalCount })}
              />
            ) : null
          }
          summary={
            selection.count > 0 ? (
              <>
                {t('tokenGrants.selected', { count: selection.count })}
                <Button size="small" variant="danger" onClick={() => setAsking(true)}>
                  {t('tokenGrants.revokeMore')}
                </Button>
              </>
            ) : (
              <>
                {t(totalCountIsExact ? 'tokenGrants.count' : 'tokenGrants.countAtLeast', { count: totalCount })}
                {clearFilters}
              </>
            )
          }
        >
          {rows.map((grant) => (
            <TokenGrantRow
              key={grant.id}
              grant={grant}
              selected={selection.has(grant.id)}
              onToggle={() => selection.toggle(grant.id)}
              revoked={revoked.has(grant.id)}
              failure={failures.get(grant.id)}
            />
          ))}
        </SelectableList>
      )}
      {rows.length === 0 && empty}
      {asking && (
        <Suspense>
          <RevokeDialog
            organization={organization}
            target={target}
            count={selection.count}
            names={revocable.filter(({ id }) => selection.has(id)).map(({ token }) => token.name)}
            onRevoked={done}
            onCancel={() => setAsking(false)}
          />
        </Suspense>
      )}
    </>
  );
}
