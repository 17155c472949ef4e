/** Changes of what is demanded of tokens, of an organization and an enterprise alike. (PO-8) */
const POLICY_ACTIONS = [
  'personal_access_token.access_restriction_enabled',
  'personal_access_token.access_restriction_disabled',
  'personal_access_token.auto_approve_grant_requests_enabled',
  'personal_access_token.auto_approve_grant_requests_disabled',
  'personal_access_token.expiration_limit_set',
  'personal_access_token.expiration_limit_unset',
  'personal_access_token.opt_in',
] as const;

/** What an organization's log tells of, by the names GitHub's log has for it. (AU-4) */
export const AUDIT_ACTIONS = [
  'personal_access_token.request_created',
  'personal_access_token.request_approved',
  'personal_access_token.request_denied',
  'personal_access_token.request_cancelled',
  'personal_access_token.access_granted',
  'personal_access_token.access_revoked',
  ...POLICY_ACTIONS,
  'org.audit_log_export',
  'org.create',
  'org.add_member',
  'org.remove_member',
  'repo.create',
  'repo.update',
  'repo.access',
  'repo.add_member',
  'repo.update_member',
  'repo.remove_member',
  'integration.create',
  'integration.generate_private_key',
  'integration_installation.create',
] as const;

/** What an enterprise's log tells of. */
export const ENTERPRISE_AUDIT_ACTIONS = [
  ...POLICY_ACTIONS,
  'business.audit_log_export',
  'business.create',
  'business.add_admin',
  'business.add_organization',
  'business.remove_organization',
] as const;

/** What a person's security log tells of. (EX-10) */
export const SECURITY_ACTIONS = [
  'user.create',
  'user.login',
  'user.failed_login',
  'user.logout',
  'user.change_password',
  'user.forgot_password',
  'user.reset_password',
  'user.add_email',
  'user.verify_email',
  'user.primary_email',
  'user.remove_email',
  'user.update_notifications',
  'personal_access_token.create',
  'personal_access_token.update',
  'personal_access_token.credential_regenerated',
  'personal_access_token.credential_revoked',
  'personal_access_token.destroy',
  'oauth_access.create',
  'oauth_access.update',
  'oauth_access.regenerate',
  'oauth_access.revoke',
  'oauth_access.destroy',
  'oauth_authorization.create',
  'oauth_authorization.destroy',
] as const;
