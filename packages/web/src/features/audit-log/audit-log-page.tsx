import { useQuery } from '@apollo/client/react';
import { useParams } from 'react-router';
import { useLastPages } from '../../apollo/use-last-pages.ts';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { AUDIT_ACTIONS } from './audit-actions.ts';
import { AuditLogView } from './audit-log-view.tsx';
import { toLogInput, useAuditLocation } from './use-audit-location.ts';

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
        ...AuditLogView_log
      }
    }
  }
`);

/** What happened in the organization, newest first. (AU-2) */
export function AuditLogPage() {
  const { org: login = '' } = useParams();
  const { location, change } = useAuditLocation();
  const { data, previousData, error, loading, refetch } = useQuery(AuditLogPage_query, {
    variables: { login, ...toLogInput(location) },
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  useLastPages(data?.organization, 'auditLog');
  return (
    <AuditLogView
      title={t('auditLog.title')}
      exported={{ path: '/api/exports/audit-log', of: [['organization', login]] }}
      description={t('auditLog.description')}
      actions={AUDIT_ACTIONS}
      log={(data ?? previousData)?.organization?.auditLog ?? null}
      loading={loading}
      error={error}
      onRetry={() => void refetch()}
      location={location}
      change={change}
    />
  );
}
