import type { Actor } from '../../access/viewer.ts';
import type { Tx } from '../../platform/database/database.ts';
import { insertAuditEntries } from './audit-log.store.ts';

/** GitHub's names for what happens here (AU-4), and `request_approved` for the decision itself. */
type AuditAction =
  | 'personal_access_token.create'
  | 'personal_access_token.update'
  | 'personal_access_token.credential_regenerated'
  | 'personal_access_token.credential_revoked'
  | 'personal_access_token.destroy'
  | 'personal_access_token.access_restriction_enabled'
  | 'personal_access_token.access_restriction_disabled'
  | 'personal_access_token.auto_approve_grant_requests_enabled'
  | 'personal_access_token.auto_approve_grant_requests_disabled'
  | 'personal_access_token.expiration_limit_set'
  | 'personal_access_token.expiration_limit_unset'
  | 'personal_access_token.opt_in'
  | 'oauth_access.create'
  | 'oauth_access.update'
  | 'oauth_access.regenerate'
  | 'oauth_access.destroy'
  | 'oauth_access.revoke'
  | 'oauth_authorization.create'
  | 'oauth_authorization.destroy'
  | 'personal_access_token.request_created'
  | 'personal_access_token.request_approved'
  | 'personal_access_token.request_denied'
  | 'personal_access_token.request_cancelled'
  | 'personal_access_token.access_granted'
  | 'personal_access_token.access_revoked'
  | 'business.audit_log_export'
  | 'business.create'
  | 'business.add_admin'
  | 'business.add_organization'
  | 'business.remove_organization'
  | 'org.audit_log_export'
  | 'org.create'
  | 'org.add_member'
  | 'org.remove_member'
  | 'repo.create'
  | 'repo.access'
  | 'repo.update'
  | 'repo.add_member'
  | 'repo.update_member'
  | 'repo.remove_member'
  | 'integration.create'
  | 'integration.update'
  | 'integration.generate_private_key'
  | 'integration.remove_private_key'
  | 'integration.generate_client_secret'
  | 'integration.remove_client_secret'
  | 'integration_installation.create'
  | 'integration_installation.destroy'
  | 'integration_installation.suspend'
  | 'integration_installation.unsuspend'
  | 'integration_installation.repositories_changed'
  | 'integration_installation.version_updated'
  | 'integration_installation.credential_created'
  | 'integration_installation.credential_revoked'
  | 'hook.create'
  | 'hook.config_changed'
  | 'hook.active_changed'
  | 'hook.destroy'
  | 'user.create'
  | 'user.login'
  | 'user.logout'
  | 'user.failed_login'
  | 'user.update_notifications'
  | 'user.add_email'
  | 'user.verify_email'
  | 'user.primary_email'
  | 'user.remove_email'
  | 'user.change_password'
  | 'user.forgot_password'
  | 'user.reset_password';

/** Whose log an entry stands in: an organization's or an enterprise's audit log, or a person's security log. */
export type AuditLog = { organizationId: number } | { enterpriseId: number } | { userId: number };

export type AuditRecord = {
  log: AuditLog;
  action: AuditAction;
  subject?: {
    type:
      | 'token'
      | 'token_request'
      | 'token_grant'
      | 'user'
      | 'repository'
      | 'organization'
      | 'enterprise'
      | 'app'
      | 'webhook';
    id: number;
    name: string;
  };
  /** What changed: names and values, never secrets. */
  details?: Record<string, unknown>;
};

/** Who does what a command on the server asked for. */
export const commandActor = (login: string | null = null): Actor => ({
  userId: null,
  appId: null,
  login,
  credentialKind: 'COMMAND',
  credentialId: null,
  ip: null,
  requestId: null,
});

/** A person who proved by something else than a credential who they are: a password, a link that was mailed to them. */
export const personActor = (
  { id, login }: { id: number; login: string },
  from: Pick<Actor, 'ip' | 'requestId'>,
): Actor => ({ ...commandActor(login), userId: id, credentialKind: null, ...from });

/** Who does what the clock asked for. */
export const systemActor: Actor = { ...commandActor(), credentialKind: null };

/** Writes what happened, in the transaction in which it happens, in one statement for any number. (AU-1) */
export async function recordAudit(tx: Tx, actor: Actor, at: Date, records: readonly AuditRecord[]): Promise<void> {
  if (records.length === 0) return;
  await insertAuditEntries(
    tx,
    records.map(({ log, action, subject, details = {} }) => ({
      organization_id: 'organizationId' in log ? log.organizationId : null,
      enterprise_id: 'enterpriseId' in log ? log.enterpriseId : null,
      user_id: 'userId' in log ? log.userId : null,
      action,
      actor_user_id: actor.userId,
      actor_app_id: actor.appId,
      actor_login: actor.login,
      credential_kind: actor.credentialKind,
      credential_id: actor.credentialId,
      subject_type: subject?.type ?? null,
      subject_id: subject?.id ?? null,
      subject: subject?.name ?? null,
      at,
      ip: actor.ip,
      request_id: actor.requestId,
      details,
    })),
  );
}
