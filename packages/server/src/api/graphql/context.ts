import type { Caller } from '../../access/caller.ts';
import {
  appKeysLoader,
  appLoader,
  appPermissionsLoader,
  clientSecretsLoader,
  installationCountLoader,
  installationLoader,
  installationPermissionsLoader,
  installationRepositoryIdsLoader,
} from '../../features/apps/app.loader.ts';
import { auditEntryLoader } from '../../features/audit-log/audit-entry.loader.ts';
import { enterpriseLoader, enterpriseOwnerIdsLoader } from '../../features/enterprises/enterprise.loader.ts';
import {
  applicationAuthorizationLoader,
  authorizationLastUseLoader,
} from '../../features/oauth/application-authorization.loader.ts';
import { organizationLoader, ownerIdsLoader } from '../../features/organizations/organization.loader.ts';
import { repositoryLoader } from '../../features/repositories/repository.loader.ts';
import { grantedLoader, liveGrantLoader, tokenGrantLoader } from '../../features/token-grants/token-grant.loader.ts';
import {
  askedPermissionsLoader,
  askedRepositoriesLoader,
  bulkDecisionLoader,
  latestRequestLoader,
  tokenRequestLoader,
} from '../../features/token-requests/token-request.loader.ts';
import { tokenLoader, tokenReachLoader } from '../../features/tokens/token.loader.ts';
import { emailAddressLoader } from '../../features/users/email-address.loader.ts';
import { userLoader } from '../../features/users/user.loader.ts';
import {
  latestDeliveryLoader,
  webhookAttemptsLoader,
  webhookDeliveryLoader,
  webhookLoader,
  webhookOfAppLoader,
} from '../../features/webhooks/webhook.loader.ts';
import type { Notifications } from '../../platform/database/notifications.ts';
import type { Meter } from '../meter.ts';

type Loaders = ReturnType<typeof createLoaders>;
export type Context = Caller & {
  loaders: Loaders;
  notifications: Notifications;
  meter: Meter;
  /** How many nodes the operation may answer with, as GitHub's API counts them. */
  nodeCount: () => number;
};

/** A fresh set for each request, so that nothing cached outlives the viewer it was loaded for. */
const createLoaders = ({ database, viewer }: Caller, repositories = repositoryLoader(database, viewer.userId)) => ({
  apps: appLoader(database),
  appKeys: appKeysLoader(database),
  appPermissions: appPermissionsLoader(database),
  applicationAuthorizations: applicationAuthorizationLoader(database),
  authorizationLastUses: authorizationLastUseLoader(database),
  clientSecrets: clientSecretsLoader(database),
  enterprises: enterpriseLoader(database),
  enterpriseOwnerIds: enterpriseOwnerIdsLoader(database),
  emailAddresses: emailAddressLoader(database),
  auditEntries: auditEntryLoader(database),
  bulkDecisions: bulkDecisionLoader(database),
  installations: installationLoader(database),
  installationCounts: installationCountLoader(database),
  installationPermissions: installationPermissionsLoader(database),
  installationRepositoryIds: installationRepositoryIdsLoader(database),
  organizations: organizationLoader(database),
  ownerIds: ownerIdsLoader(database),
  repositories,
  tokens: tokenLoader(database),
  tokenReach: tokenReachLoader(database),
  latestRequests: latestRequestLoader(database),
  askedPermissions: askedPermissionsLoader(database),
  askedRepositories: askedRepositoriesLoader(database, repositories),
  liveGrants: liveGrantLoader(database),
  granted: grantedLoader(database),
  tokenRequests: tokenRequestLoader(database),
  tokenGrants: tokenGrantLoader(database),
  users: userLoader(database),
  webhooks: webhookLoader(database),
  webhooksOfApps: webhookOfAppLoader(database),
  webhookDeliveries: webhookDeliveryLoader(database),
  latestDeliveries: latestDeliveryLoader(database),
  webhookAttempts: webhookAttemptsLoader(database),
});

export const createContext = (caller: Caller, notifications: Notifications, meter: Meter): Context => ({
  ...caller,
  loaders: createLoaders(caller),
  notifications,
  meter,
  nodeCount: () => 0,
});
