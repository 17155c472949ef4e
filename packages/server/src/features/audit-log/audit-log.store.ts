import type { Tx } from '../../platform/database/database.ts';
import { type Page, type PageOf, pageOf } from '../../platform/database/keyset.ts';
import { containing } from '../../platform/database/text-search.ts';
import { AuditEntry } from './audit-entry.entity.ts';

export type AuditLogFilter = {
  text?: string | null;
  action?: string | null;
  actor?: string | null;
  after?: Date | null;
  before?: Date | null;
};

const COLUMNS = `organization_id, enterprise_id, user_id, action, actor_user_id, actor_app_id, actor_login, credential_kind, credential_id,
  subject_type, subject_id, subject, at, ip, request_id, details`;

/** One statement, however many entries. Seal and hashes stay empty for the sealer. (AU-3) */
export const insertAuditEntries = (tx: Tx, rows: readonly object[]) =>
  tx.query(
    `INSERT INTO audit_entries (${COLUMNS}) SELECT ${COLUMNS} FROM jsonb_populate_recordset(NULL::audit_entries, $1::jsonb)`,
    [JSON.stringify(rows)],
  );

export const findAuditEntriesById = (tx: Tx, ids: readonly number[]): Promise<AuditEntry[]> =>
  tx
    .createQueryBuilder(AuditEntry, 'entry')
    .where('entry.id = ANY(:ids)', { ids: [...ids] })
    .getMany();

/** The newest entries of one log first. */
export function findAuditEntries(
  tx: Tx,
  log: { organizationId: number } | { enterpriseId: number } | { userId: number },
  { text, action, actor, after, before }: AuditLogFilter,
  page: Page,
  { withSeals = false } = {},
): Promise<PageOf<AuditEntry>> {
  const query = tx.createQueryBuilder(AuditEntry, 'entry').where(log);
  if (withSeals) query.addSelect(['entry.sealNumber', 'entry.previousHash', 'entry.hash']);
  if (action) query.andWhere('entry.action = :action', { action });
  if (actor) query.andWhere('entry.actorLogin = :actor', { actor: actor.toLowerCase() });
  if (after) query.andWhere('entry.at >= :after', { after });
  if (before) query.andWhere('entry.at < :before', { before });
  if (text)
    // No `details::text`: the query builder would take that for the parameter `text`.
    query.andWhere(
      `concat_ws(' ', entry.action, entry.actorLogin, entry.subject, CAST(entry.details AS text)) ILIKE :text`,
      { text: containing(text) },
    );
  return pageOf(query, page, { by: 'entry.at', direction: 'DESC' });
}

const MOST_CHANGES = 50;

/** Entries about a policy say which version of it they made; these are the newest of those after one. */
export const findChangesSince = (
  tx: Tx,
  log: { organizationId: number } | { enterpriseId: number } | { userId: number },
  version: number,
): Promise<AuditEntry[]> =>
  tx
    .createQueryBuilder(AuditEntry, 'entry')
    .where(log)
    .andWhere(
      `starts_with(entry.action, 'personal_access_token.') AND entry.details -> 'version' > to_jsonb(CAST(:version AS integer))`,
      {
        version,
      },
    )
    // By version, as no other index has it: by time, the planner would rather walk through the whole log.
    .orderBy(`entry.details -> 'version'`, 'DESC')
    .addOrderBy('entry.id', 'DESC')
    .limit(MOST_CHANGES)
    .getMany();
