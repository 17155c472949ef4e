import {
  AppInstallation,
  AppInstallationPermission,
  AppInstallationRepository,
} from '../../features/apps/app-installation.entity.ts';
import { App, AppClientSecret, AppKey, AppPermission } from '../../features/apps/app.entity.ts';
import { AuditEntry } from '../../features/audit-log/audit-entry.entity.ts';
import { Enterprise, EnterpriseOwner } from '../../features/enterprises/enterprise.entity.ts';
import { DailyMail } from '../../features/notifications/daily-mail.entity.ts';
import { NotificationPreferences } from '../../features/notifications/notification-preferences.entity.ts';
import {
  ApplicationAuthorization,
  ApplicationAuthorizationCode,
} from '../../features/oauth/application-authorization.entity.ts';
import { Membership } from '../../features/organizations/membership.entity.ts';
import { Organization } from '../../features/organizations/organization.entity.ts';
import { RepositoryAccess } from '../../features/repositories/repository-access.entity.ts';
import { Repository } from '../../features/repositories/repository.entity.ts';
import {
  TokenGrant,
  TokenGrantPermission,
  TokenGrantRepository,
} from '../../features/token-grants/token-grant.entity.ts';
import { BulkDecision } from '../../features/token-requests/bulk-decision.entity.ts';
import {
  TokenRequest,
  TokenRequestMoment,
  TokenRequestPermission,
  TokenRequestRepository,
} from '../../features/token-requests/token-request.entity.ts';
import { ExpiryNotice } from '../../features/tokens/expiry-notice.entity.ts';
import { Token, TokenPermission, TokenRepository } from '../../features/tokens/token.entity.ts';
import { EmailAddress } from '../../features/users/email-address.entity.ts';
import { Login } from '../../features/users/login.entity.ts';
import { OneUseLink, OneUseSecret } from '../../features/users/one-use-link.entity.ts';
import { Session } from '../../features/users/session.entity.ts';
import { User } from '../../features/users/user.entity.ts';
import { Webhook, WebhookAttempt, WebhookDelivery } from '../../features/webhooks/webhook.entity.ts';
import { MailboxMessage } from '../mail/mailbox-message.entity.ts';
import { First1763690400000 } from './migrations/1763690400000-first.ts';
import { EnterprisePoliciesAndScopes1763712000000 } from './migrations/1763712000000-enterprise-policies-and-scopes.ts';
import { PolicyLookups1763715600000 } from './migrations/1763715600000-policy-lookups.ts';
import { EditedTokens1763722800000 } from './migrations/1763722800000-edited-tokens.ts';
import { Notifications1763726400000 } from './migrations/1763726400000-notifications.ts';
import { EmailAddresses1763730000000 } from './migrations/1763730000000-email-addresses.ts';
import { LastUseAndHistory1763733600000 } from './migrations/1763733600000-last-use-and-history.ts';
import { WidenedRequests1763737200000 } from './migrations/1763737200000-widened-requests.ts';
import { Machines1763740800000 } from './migrations/1763740800000-machines.ts';
import { AppUsers1763744400000 } from './migrations/1763744400000-app-users.ts';
import { TokenRequestMoments1763748000000 } from './migrations/1763748000000-token-request-moments.ts';
import { TextsByOrganization1763751600000 } from './migrations/1763751600000-texts-by-organization.ts';
import { GrantsByOrganization1763753400000 } from './migrations/1763753400000-grants-by-organization.ts';
import { FormerTextIndexes1763755200000 } from './migrations/1763755200000-former-text-indexes.ts';

/** Every table. */
export const ENTITIES = [
  App,
  ApplicationAuthorization,
  ApplicationAuthorizationCode,
  AppClientSecret,
  AppInstallation,
  AppInstallationPermission,
  AppInstallationRepository,
  AppKey,
  AppPermission,
  AuditEntry,
  BulkDecision,
  DailyMail,
  EmailAddress,
  Enterprise,
  EnterpriseOwner,
  ExpiryNotice,
  Login,
  MailboxMessage,
  Membership,
  NotificationPreferences,
  OneUseLink,
  OneUseSecret,
  Organization,
  Repository,
  RepositoryAccess,
  Session,
  Token,
  TokenGrant,
  TokenGrantPermission,
  TokenGrantRepository,
  TokenPermission,
  TokenRepository,
  TokenRequest,
  TokenRequestMoment,
  TokenRequestPermission,
  TokenRequestRepository,
  User,
  Webhook,
  WebhookAttempt,
  WebhookDelivery,
];

/** In their order; one that has landed is never edited. */
export const MIGRATIONS = [
  First1763690400000,
  EnterprisePoliciesAndScopes1763712000000,
  PolicyLookups1763715600000,
  EditedTokens1763722800000,
  Notifications1763726400000,
  EmailAddresses1763730000000,
  LastUseAndHistory1763733600000,
  WidenedRequests1763737200000,
  Machines1763740800000,
  AppUsers1763744400000,
  TokenRequestMoments1763748000000,
  TextsByOrganization1763751600000,
  GrantsByOrganization1763753400000,
  FormerTextIndexes1763755200000,
];
