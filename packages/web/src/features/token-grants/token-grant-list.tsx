import { Button } from '@primer/react';
import { lazy, Suspense, useState } from 'react';
import type { TokenGrantFilter } from '../../gql/graphql.ts';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { countFor } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { Announce } from '../../ui/announce.tsx';
import { ReviewList, type ReviewListing } from '../../ui/review-list.tsx';
import { useOutcome } from '../../ui/use-outcome.ts';
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

type Props = ReviewListing & {
  organization: string;
  grants: FragmentType<typeof TokenGrantList_grants>;
  filter: TokenGrantFilter;
};

/** The rows, what is selected of them, and the revocation with its outcome. */
export function TokenGrantList({ organization, grants, filter, listKey, refresh, ...listing }: Props) {
  const { nodes, totalCount, totalCountIsExact, asOf } = readFragment(TokenGrantList_grants, grants);
  const { outcome, number, show, refreshAll, dismiss } = useOutcome<RevocationOutcome>(refresh);
  const [asking, setAsking] = useState(false);
  const rows = nodes.filter((node) => node !== null);
  const revoked = new Set(outcome?.revokedIds);
  const revocable = rows.filter(({ id, viewerCanRevoke }) => viewerCanRevoke && !revoked.has(id));
  const selection = useSelection(
    listKey,
    revocable.map(({ id }) => id),
    { total: totalCount, isExact: totalCountIsExact, asOf },
  );
  const failures = new Map(outcome?.failures.map(({ grantId, message }) => [grantId, message]));

  const target: Target = selection.asOf
    ? { filter, asOf: selection.asOf }
    : { grantIds: revocable.map(({ id }) => id).filter(selection.has) };
  const done = (next: RevocationOutcome) => {
    setAsking(false);
    show(next);
    selection.clear();
  };

  return (
    <>
      {outcome && <RevocationResult key={number} outcome={outcome} onRefresh={refreshAll} onDismiss={dismiss} />}
      <Announce>{outcome ? outcomeText(outcome) : ''}</Announce>
      <ReviewList
        {...listing}
        label={t('tokenGrants.list')}
        selection={selection}
        totalCount={totalCount}
        words={{
          count: t(totalCountIsExact ? 'tokenGrants.count' : 'tokenGrants.countAtLeast', { count: totalCount }),
          pageSelected: t('tokenGrants.pageSelected', { count: selection.count }),
          selectAll: t('tokenGrants.selectAll', { count: countFor(totalCount, totalCountIsExact) }),
          allSelected: t('tokenGrants.allSelected', { count: selection.amount }),
        }}
        actions={
          <>
            {t('tokenGrants.selected', { count: selection.amount })}
            <Button size="small" variant="danger" onClick={() => setAsking(true)}>
              {t('tokenGrants.revokeMore')}
            </Button>
          </>
        }
        rows={rows.map((grant) => (
          <TokenGrantRow
            key={grant.id}
            grant={grant}
            selected={selection.has(grant.id)}
            onToggle={() => selection.toggle(grant.id)}
            revoked={revoked.has(grant.id)}
            failure={failures.get(grant.id)}
          />
        ))}
      />
      {asking && (
        <Suspense>
          <RevokeDialog
            organization={organization}
            target={target}
            count={selection.amount}
            names={revocable.filter(({ id }) => selection.has(id)).map(({ token }) => token.name)}
            onRevoked={done}
            onCancel={() => setAsking(false)}
          />
        </Suspense>
      )}
    </>
  );
}
