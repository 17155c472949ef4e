import { LogIcon } from '@primer/octicons-react';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { DayField } from '../../ui/day-field.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ExportLinks } from '../../ui/export-links.tsx';
import { LazyMenu } from '../../ui/lazy-menu.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { Pager } from '../../ui/pager.tsx';
import { isLostPage, NothingListed } from '../../ui/review-page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { AuditEntryRow } from './audit-entry-row.tsx';
import { type AuditLocation, toLogFilter } from './use-audit-location.ts';
import styles from './audit-log-view.module.css';

const AuditLogView_log = graphql(`
  fragment AuditLogView_log on AuditEntryConnection {
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
`);

type Props = {
  title: string;
  description: string;
  /** What is exported, and whose; the filter goes along. */
  exported: { path: string; of: readonly (readonly [string, string])[] };
  /** The actions to choose from. */
  actions: readonly string[];
  /** Null until it is read. */
  log: FragmentType<typeof AuditLogView_log> | null;
  loading: boolean;
  error: unknown;
  onRetry: () => void;
  location: AuditLocation;
  change: (next: Partial<AuditLocation>) => void;
};

/** Somebody's log with its search, page by page. */
export function AuditLogView({
  title,
  description,
  exported,
  actions,
  log: masked,
  loading,
  error,
  onRetry,
  location,
  change,
}: Props) {
  const { text, action, from, until } = location;
  const log = masked && readFragment(AuditLogView_log, masked);
  const entries = log?.nodes.filter((entry) => entry !== null) ?? [];
  const isLost = isLostPage(location, error);
  const choices = [{ id: '', text: t('auditLog.allActions') }, ...actions.map((id) => ({ id, text: id }))];

  return (
    <SettingsPage
      title={title}
      description={description}
      actions={
        error ? null : (
          <ExportLinks path={exported.path} of={[...exported.of, ...Object.entries(toLogFilter(location))]} />
        )
      }
    >
      <div className={styles.controls}>
        <SearchField label={t('auditLog.search')} value={text} onChange={(next) => change({ text: next })} />
        <LazyMenu
          label={action || t('auditLog.allActions')}
          choices={choices}
          selected={action}
          onChoose={(next) => change({ action: next })}
        />
        <div className={styles.days}>
          <DayField label={t('auditLog.from')} value={from} max={until} onChange={(day) => change({ from: day })} />
          <DayField label={t('auditLog.until')} value={until} min={from} onChange={(day) => change({ until: day })} />
        </div>
      </div>
      {error && !isLost ? <ErrorState error={error} onRetry={onRetry} /> : null}
      {!error && !log && <ListSkeleton />}
      {!error && entries.length > 0 && (
        <ul className={styles.list} aria-label={t('auditLog.list')} aria-busy={loading}>
          {entries.map((entry) => (
            <AuditEntryRow key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
      {(isLost || (!error && log && entries.length === 0)) && (
        <NothingListed
          icon={<LogIcon size={24} />}
          words={{ empty: t('auditLog.empty'), more: '', filtered: t('auditLog.emptyFiltered') }}
          isFiltered={[text, action, from, until].some((value) => value !== '')}
          location={location}
          change={change}
        />
      )}
      {!error && log && <Pager pageInfo={log.pageInfo} onTurn={change} />}
    </SettingsPage>
  );
}
