import { type GraphQLSchema, isObjectType } from 'graphql';
import { buildSchema as buildWithDecorators } from 'type-graphql';
import { AppInstallationResolver } from '../../features/apps/app-installation.resolver.ts';
import { AppKeyResolver, AppResolver, OrganizationAppsResolver } from '../../features/apps/app.resolver.ts';
import { InstallAppResolver } from '../../features/apps/install-app.resolver.ts';
import { ManageAppResolver } from '../../features/apps/manage-app.resolver.ts';
import { AuditEntryResolver } from '../../features/audit-log/audit-entry.resolver.ts';
import { EnterpriseResolver, UserEnterprisesResolver } from '../../features/enterprises/enterprise.resolver.ts';
import { NotificationPreferencesResolver } from '../../features/notifications/notification-preferences.resolver.ts';
import {
  ApplicationAuthorizationRequestResolver,
  ApplicationAuthorizationResolver,
  UserApplicationAuthorizationsResolver,
} from '../../features/oauth/application-authorization.resolver.ts';
import { OrganizationResolver } from '../../features/organizations/organization.resolver.ts';
import { RepositoryResolver } from '../../features/repositories/repository.resolver.ts';
import {
  OrganizationTokenGrantsResolver,
  TokenGrantResolver,
} from '../../features/token-grants/token-grant.resolver.ts';
import {
  BlockedTokenResolver,
  TokenPolicyPreviewResolver,
} from '../../features/token-policies/token-policy-preview.resolver.ts';
import {
  OrganizationTokenPolicyResolver,
  TokenPolicyResolver,
} from '../../features/token-policies/token-policy.resolver.ts';
import { DecideTokenRequestsResolver } from '../../features/token-requests/decide-token-requests.resolver.ts';
import {
  OrganizationTokenRequestsResolver,
  TokenRequestResolver,
} from '../../features/token-requests/token-request.resolver.ts';
import { TokenRequestsChangedResolver } from '../../features/token-requests/token-requests-changed.resolver.ts';
import { ClassicTokenResolver } from '../../features/tokens/classic-token.resolver.ts';
import { PersonalAccessTokenResolver } from '../../features/tokens/personal-access-token.resolver.ts';
import { ResourceOwnerResolver } from '../../features/tokens/resource-owner.type.ts';
import { ReviewedTokenResolver } from '../../features/tokens/reviewed-token.resolver.ts';
import { FineGrainedTokenResolver } from '../../features/tokens/token.resolver.ts';
import { ClassicTokenType, FineGrainedTokenType } from '../../features/tokens/token.type.ts';
import { UpdateFineGrainedTokenResolver } from '../../features/tokens/update-fine-grained-token.resolver.ts';
import { EmailAddressResolver } from '../../features/users/email-address.resolver.ts';
import { UserResolver } from '../../features/users/user.resolver.ts';
import { ManageWebhooksResolver } from '../../features/webhooks/manage-webhooks.resolver.ts';
import {
  AppWebhookResolver,
  OrganizationWebhooksResolver,
  WebhookAttemptResolver,
  WebhookDeliveryResolver,
  WebhookResolver,
} from '../../features/webhooks/webhook.resolver.ts';
import { callResolvers } from './call-resolvers.ts';
import { globalId } from './global-id.ts';
import { NodeResolver } from './node.resolver.ts';
import { CatalogueResolver } from './permission.type.ts';
import { RateLimitResolver } from './rate-limit.type.ts';
import { DateTime } from './scalars.ts';

const noPubSub = (): never => {
  throw new Error('Subscriptions bring their own events, from the database');
};
/** The library asks for one, although every subscription here says itself what it subscribes to. */
const NO_PUB_SUB = { publish: noPubSub, subscribe: noPubSub };

/** The schema of all features, not yet guarded. */
export async function buildSchema(): Promise<GraphQLSchema> {
  const schema = await buildWithDecorators({
    resolvers: [
      AppInstallationResolver,
      AppKeyResolver,
      AppResolver,
      AppWebhookResolver,
      ApplicationAuthorizationRequestResolver,
      ApplicationAuthorizationResolver,
      AuditEntryResolver,
      BlockedTokenResolver,
      CatalogueResolver,
      ClassicTokenResolver,
      DecideTokenRequestsResolver,
      EmailAddressResolver,
      EnterpriseResolver,
      FineGrainedTokenResolver,
      InstallAppResolver,
      ManageAppResolver,
      ManageWebhooksResolver,
      NodeResolver,
      NotificationPreferencesResolver,
      OrganizationAppsResolver,
      OrganizationResolver,
      OrganizationTokenGrantsResolver,
      OrganizationTokenPolicyResolver,
      OrganizationTokenRequestsResolver,
      OrganizationWebhooksResolver,
      PersonalAccessTokenResolver,
      RateLimitResolver,
      RepositoryResolver,
      ResourceOwnerResolver,
      ReviewedTokenResolver,
      TokenGrantResolver,
      TokenPolicyPreviewResolver,
      TokenPolicyResolver,
      TokenRequestResolver,
      TokenRequestsChangedResolver,
      UpdateFineGrainedTokenResolver,
      UserApplicationAuthorizationsResolver,
      UserEnterprisesResolver,
      UserResolver,
      WebhookAttemptResolver,
      WebhookDeliveryResolver,
      WebhookResolver,
    ],
    orphanedTypes: [ClassicTokenType, FineGrainedTokenType],
    scalarsMap: [{ type: Date, scalar: DateTime }],
    // Use cases check their input and name the bad field.
    validate: false,
    pubSub: NO_PUB_SUB,
  });
  resolveIds(schema);
  callResolvers(schema);
  return schema;
}

/** Every node has both ids, from the one that its row has. */
function resolveIds(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || !type.getInterfaces().some(({ name }) => name === 'Node')) continue;
    const { id, databaseId } = type.getFields();
    id!.resolve = (row: { id: number }) => globalId(type.name, row.id);
    databaseId!.resolve = (row: { id: number }) => row.id;
  }
}
