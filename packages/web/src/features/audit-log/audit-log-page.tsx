import { useQuery } from '@apollo/client/react';
import { LogIcon } from '@primer/octicons-react';
import { useParams } from 'react-router';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LazyMenu } from '../../ui/lazy-menu.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { Pager } from '../../ui/pager.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { toPageInput } from '../../ui/use-list-location.ts';
import { AUDIT_ACTIONS } from './audit-actions.ts';
import { AuditEntryRow } from './audit-entry-row.tsx';
import { useAuditLocation } from './use-audit-location.ts';
import styles from './audit-log-page.module.css';

const AuditLogPage_query = graphql(`
  query AuditLogPage(
    $login: String!
    $filter: AuditLogFilter
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    organization(login: $login) {
      id
      auditLog(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        nodes {
          id
          ...AuditEntryRow_entry
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

const ACTION_CHOICES = [
  { id: '', text: t('auditLog.allActions') },
  ...AUDIT_ACTIONS.map((action) => ({ id: action, text: action })),
];

/** What happened in the organization, newest first. (AU-2) */
export function AuditLogPage() {
  const { org: login = '' } = useParams();
  const { location, change } = useAuditLocation();
  const { text, action } = location;
  const { data, previousData, error, loading, refetch } = useQuery(AuditLogPage_query, {
    variables: { login, filter: { ...(text && { text }), ...(action && { action }) }, ...toPageInput(location) },
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  const log = (data ?? previousData)?.organization?.auditLog;
  const entries = log?.nodes.filter((entry) => entry !== null) ?? [];

  return (
    <SettingsPage title={t('auditLog.title')} description={t('auditLog.description')}>
      <div className={styles.controls}>
        <SearchField label={t('auditLog.search')} value={text} onChange={(next) => change({ text: next })} />
        <LazyMenu
          label={action || t('auditLog.allActions')}
          choices={ACTION_CHOICES}
          selected={action}
          onChoose={(next) => change({ action: next })}
        />
      </div>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !log && <ListSkeleton />}
      {!error && entries.length > 0 && (
        <ul className={styles.list} aria-label={t('auditLog.list')} aria-busy={loading}>
          {entries.map((entry) => (
            <AuditEntryRow key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
      {!error && log && entries.length === 0 && (
        <EmptyState
          icon={<LogIcon size={24} />}
          title={t(text || action ? 'auditLog.emptyFiltered' : 'auditLog.empty')}
          description={text || action ? t('auditLog.emptyFilteredMore') : undefined}
        />
      )}
      {!error && log && <Pager pageInfo={log.pageInfo} onTurn={change} />}
    </SettingsPage>
  );
}
