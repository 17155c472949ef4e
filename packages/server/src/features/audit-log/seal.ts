import { createHash } from 'node:crypto';
import type { AuditEntry } from './audit-entry.entity.ts';

/** An entry as it was written, before anything linked it. */
export type WrittenEntry = Omit<AuditEntry, 'sealNumber' | 'previousHash' | 'hash'>;

/** An entry's place in its log's chain; the first has number 1 and no hash before it. */
export type Place = { sealNumber: number; previousHash: Buffer | null };

/**
 * SHA-256 of the entry's place and of each of its columns, as canonical JSON (RFC 8785) in UTF-8. (AU-3)
 * Named one by one: what is hashed never changes by itself. docs/security.md tells others how to compute it.
 */
export function hashOfEntry(entry: WrittenEntry, { sealNumber, previousHash }: Place): Buffer {
  const hashed = {
    action: entry.action,
    actorAppId: entry.actorAppId,
    actorLogin: entry.actorLogin,
    actorUserId: entry.actorUserId,
    at: entry.at.toISOString(),
    credentialId: entry.credentialId,
    credentialKind: entry.credentialKind,
    details: entry.details,
    enterpriseId: entry.enterpriseId,
    id: entry.id,
    ip: entry.ip,
    organizationId: entry.organizationId,
    previousHash: previousHash?.toString('hex') ?? null,
    requestId: entry.requestId,
    sealNumber,
    subject: entry.subject,
    subjectId: entry.subjectId,
    subjectType: entry.subjectType,
    userId: entry.userId,
  };
  return createHash('sha256').update(canonicalJson(hashed)).digest();
}

/** JSON without spaces, its names in order: the same text for the same value, wherever it is written. (RFC 8785) */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, of]) => `${JSON.stringify(name)}:${canonicalJson(of)}`).join(',')}}`;
}

/** The name of the log that an entry stands in, as the chains are kept by. */
export const logOf = ({ organizationId, enterpriseId, userId }: WrittenEntry): string => {
  if (organizationId !== null) return `organization ${organizationId}`;
  return enterpriseId === null ? `user ${userId}` : `enterprise ${enterpriseId}`;
};
