import { Avatar } from '@primer/react';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { formatMoment, formatRelative } from '../../i18n/format.ts';
import { RichText } from '../../i18n/rich-text.tsx';
import { t } from '../../i18n/t.ts';
import styles from './audit-log-view.module.css';

const AuditEntryRow_entry = graphql(`
  fragment AuditEntryRow_entry on AuditEntry {
    action
    actorLogin
    actor {
      ... on User {
        id
        avatarUrl
      }
      ... on App {
        id
        avatarUrl
      }
    }
    credentialKind
    at
    ip
    subject
    details
  }
`);

// Of a change both sides are told, also the one where there was nothing. (PO-8)
const CHANGE: ReadonlySet<string> = new Set(['from', 'to']);
/** What is read first, in this order; the log keeps none. */
const FIRST = ['field', 'from', 'to'].toReversed();

function valueText(value: unknown): string {
  if (value === null) return t('auditLog.nothing');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** One thing that happened: who, what, to what, when and from where; what changed when opened. (AU-1) */
export function AuditEntryRow({ entry: masked }: { entry: FragmentType<typeof AuditEntryRow_entry> }) {
  const { action, actorLogin, actor, credentialKind, at, ip, subject, details } = readFragment(
    AuditEntryRow_entry,
    masked,
  );
  const changes = Object.entries(details)
    .filter(([name, value]) => value !== null || CHANGE.has(name))
    .toSorted(([one], [other]) => FIRST.indexOf(other) - FIRST.indexOf(one));
  return (
    <li className={styles.entry}>
      <div className={styles.first}>
        {actor && <Avatar src={actor.avatarUrl} size={20} alt="" />}
        <strong>{actorLogin ?? t('auditLog.system')}</strong>
        <code className={styles.action}>{action}</code>
        {subject && <span className={styles.subject}>{subject}</span>}
      </div>
      <div className={styles.facts}>
        <time dateTime={at} title={formatRelative(at)}>
          {formatMoment(at)}
        </time>
        {credentialKind && (
          <span>{t('auditLog.credential', { kind: credentialKind.replaceAll('_', ' ').toLowerCase() })}</span>
        )}
        {ip && (
          <span>
            <RichText message="auditLog.fromAddress" parameters={{ ip: <code>{ip}</code> }} />
          </span>
        )}
      </div>
      {changes.length > 0 && (
        <details>
          <summary
            className={styles.summary}
            aria-label={t('auditLog.detailsOf', { what: [action, subject].filter(Boolean).join(' ') })}
          >
            {t('auditLog.details')}
          </summary>
          <dl className={styles.details}>
            {changes.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{valueText(value)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}
