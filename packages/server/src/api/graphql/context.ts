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
import { reviewedTokenLoader, tokenLoader, tokenReachLoader } from '../../features/tokens/token.loader.ts';
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

type Loaders = { readonly [Name in keyof typeof LOADERS]: ReturnType<(typeof LOADERS)[Name]> };
export type Context = Caller & {
  loaders: Loaders;
  notifications: Notifications;
  meter: Meter;
  /** How many nodes the operation may answer with, as GitHub's API counts them. */
  nodeCount: () => number;
};

const LOADERS = {
  apps: ({ database }) => appLoader(database),
  appKeys: ({ database }) => appKeysLoader(database),
  appPermissions: ({ database }) => appPermissionsLoader(database),
  applicationAuthorizations: ({ database }) => applicationAuthorizationLoader(database),
  authorizationLastUses: ({ database }) => authorizationLastUseLoader(database),
  clientSecrets: ({ database }) => clientSecretsLoader(database),
  enterprises: ({ database }) => enterpriseLoader(database),
  enterpriseOwnerIds: ({ database }) => enterpriseOwnerIdsLoader(database),
  emailAddresses: ({ database }) => emailAddressLoader(database),
  auditEntries: ({ database }) => auditEntryLoader(database),
  bulkDecisions: ({ database }) => bulkDecisionLoader(database),
  installations: ({ database }) => installationLoader(database),
  installationCounts: ({ database }) => installationCountLoader(database),
  installationPermissions: ({ database }) => installationPermissionsLoader(database),
  installationRepositoryIds: ({ database }) => installationRepositoryIdsLoader(database),
  organizations: ({ database }) => organizationLoader(database),
  ownerIds: ({ database }) => ownerIdsLoader(database),
  repositories: ({ database, viewer }) => repositoryLoader(database, viewer.userId),
  tokens: ({ database }) => tokenLoader(database),
  reviewedTokens: ({ database }) => reviewedTokenLoader(database),
  tokenReach: ({ database }) => tokenReachLoader(database),
  latestRequests: ({ database }) => latestRequestLoader(database),
  askedPermissions: ({ database }) => askedPermissionsLoader(database),
  askedRepositories: ({ database, viewer }) => askedRepositoriesLoader(database, viewer.userId),
  liveGrants: ({ database }) => liveGrantLoader(database),
  granted: ({ database }) => grantedLoader(database),
  tokenRequests: ({ database }) => tokenRequestLoader(database),
  tokenGrants: ({ database }) => tokenGrantLoader(database),
  users: ({ database }) => userLoader(database),
  webhooks: ({ database }) => webhookLoader(database),
  webhooksOfApps: ({ database }) => webhookOfAppLoader(database),
  webhookDeliveries: ({ database }) => webhookDeliveryLoader(database),
  latestDeliveries: ({ database }) => latestDeliveryLoader(database),
  webhookAttempts: ({ database }) => webhookAttemptsLoader(database),
} satisfies Record<string, (caller: Caller) => object>;

/** A fresh set for each request, so that nothing cached outlives the viewer it was loaded for. Each is made when it is asked for: a page needs a few of many. */
class LoadersOf {
  readonly made: Record<string, object> = {};

  constructor(readonly caller: Caller) {}
}

for (const [name, make] of Object.entries(LOADERS))
  Object.defineProperty(LoadersOf.prototype, name, {
    get(this: LoadersOf) {
      return (this.made[name] ??= make(this.caller));
    },
  });

export const createContext = (caller: Caller, notifications: Notifications, meter: Meter): Context => ({
  ...caller,
  loaders: new LoadersOf(caller) as unknown as Loaders,
  notifications,
  meter,
  nodeCount: () => 0,
});
