import { useQuery } from '@apollo/client/react';
import { useLastPages } from '../../apollo/use-last-pages.ts';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { SECURITY_ACTIONS } from './audit-actions.ts';
import { AuditLogView } from './audit-log-view.tsx';
import { toLogInput, useAuditLocation } from './use-audit-location.ts';

const SecurityLogPage_query = graphql(`
  query SecurityLogPage($filter: AuditLogFilter, $first: Int, $after: String, $last: Int, $before: String) {
    viewer {
      id
      securityLog(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        ...AuditLogView_log
      }
    }
  }
`);

/** What happened to one's account and tokens, newest first. (AU-2, EX-10) */
export function SecurityLogPage() {
  const { location, change } = useAuditLocation();
  const { data, previousData, error, loading, refetch } = useQuery(SecurityLogPage_query, {
    variables: toLogInput(location),
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  useLastPages(data?.viewer, 'securityLog');
  return (
    <AuditLogView
      title={t('auditLog.security.title')}
      description={t('auditLog.security.description')}
      exported={{ path: '/api/exports/security-log', of: [] }}
      actions={SECURITY_ACTIONS}
      log={(data ?? previousData)?.viewer.securityLog ?? null}
      loading={loading}
      error={error}
      onRetry={() => void refetch()}
      location={location}
      change={change}
    />
  );
}
