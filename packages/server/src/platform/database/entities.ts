import { AppInstallation, AppInstallationPermission } from '../../features/apps/app-installation.entity.ts';
import { App, AppKey } from '../../features/apps/app.entity.ts';
import { AuditEntry } from '../../features/audit-log/audit-entry.entity.ts';
import { Enterprise, EnterpriseOwner } from '../../features/enterprises/enterprise.entity.ts';
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
  TokenRequestPermission,
  TokenRequestRepository,
} from '../../features/token-requests/token-request.entity.ts';
import { Token, TokenPermission, TokenRepository } from '../../features/tokens/token.entity.ts';
import { Login } from '../../features/users/login.entity.ts';
import { Session } from '../../features/users/session.entity.ts';
import { User } from '../../features/users/user.entity.ts';
import { MailboxMessage } from '../mail/mailbox-message.entity.ts';
import { First1763690400000 } from './migrations/1763690400000-first.ts';
import { EnterprisePoliciesAndScopes1763712000000 } from './migrations/1763712000000-enterprise-policies-and-scopes.ts';
import { PolicyLookups1763715600000 } from './migrations/1763715600000-policy-lookups.ts';

/** Every table. */
export const ENTITIES = [
  App,
  AppInstallation,
  AppInstallationPermission,
  AppKey,
  AuditEntry,
  BulkDecision,
  Enterprise,
  EnterpriseOwner,
  Login,
  MailboxMessage,
  Membership,
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
  TokenRequestPermission,
  TokenRequestRepository,
  User,
];

/** In their order; one that has landed is never edited. */
export const MIGRATIONS = [First1763690400000, EnterprisePoliciesAndScopes1763712000000, PolicyLookups1763715600000];
