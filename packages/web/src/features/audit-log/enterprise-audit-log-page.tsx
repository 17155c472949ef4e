import { useQuery } from '@apollo/client/react';
import { useParams } from 'react-router';
import { useLastPages } from '../../apollo/use-last-pages.ts';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { ENTERPRISE_AUDIT_ACTIONS } from './audit-actions.ts';
import { AuditLogView } from './audit-log-view.tsx';
import { toLogInput, useAuditLocation } from './use-audit-location.ts';

const EnterpriseAuditLogPage_query = graphql(`
  query EnterpriseAuditLogPage(
    $slug: String!
    $filter: AuditLogFilter
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    enterprise(slug: $slug) {
      id
      auditLog(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        ...AuditLogView_log
      }
    }
  }
`);

/** What happened in the enterprise, newest first. (AU-2) */
export function EnterpriseAuditLogPage() {
  const { slug = '' } = useParams();
  const { location, change } = useAuditLocation();
  const { data, previousData, error, loading, refetch } = useQuery(EnterpriseAuditLogPage_query, {
    variables: { slug, ...toLogInput(location) },
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  useLastPages(data?.enterprise, 'auditLog');
  return (
    <AuditLogView
      title={t('auditLog.title')}
      exported={{ path: '/api/exports/audit-log', of: [['enterprise', slug]] }}
      description={t('auditLog.enterpriseDescription')}
      actions={ENTERPRISE_AUDIT_ACTIONS}
      log={(data ?? previousData)?.enterprise?.auditLog ?? null}
      loading={loading}
      error={error}
      onRetry={() => void refetch()}
      location={location}
      change={change}
    />
  );
}
