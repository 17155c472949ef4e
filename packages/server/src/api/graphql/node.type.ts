import { Field, ID, Int, InterfaceType } from 'type-graphql';
import { AppInstallation } from '../../features/apps/app-installation.entity.ts';
import { App } from '../../features/apps/app.entity.ts';
import { AuditEntry } from '../../features/audit-log/audit-entry.entity.ts';
import { Enterprise } from '../../features/enterprises/enterprise.entity.ts';
import { ApplicationAuthorization } from '../../features/oauth/application-authorization.entity.ts';
import { Organization } from '../../features/organizations/organization.entity.ts';
import { Repository } from '../../features/repositories/repository.entity.ts';
import { TokenGrant } from '../../features/token-grants/token-grant.entity.ts';
import { BulkDecision } from '../../features/token-requests/bulk-decision.entity.ts';
import { TokenRequest } from '../../features/token-requests/token-request.entity.ts';
import { type PersonalKind, Token } from '../../features/tokens/token.entity.ts';
import { User } from '../../features/users/user.entity.ts';
import { Webhook, WebhookDelivery } from '../../features/webhooks/webhook.entity.ts';

const TYPE_NAMES = new Map<unknown, string>([
  [App, 'App'],
  [AppInstallation, 'AppInstallation'],
  [ApplicationAuthorization, 'ApplicationAuthorization'],
  [AuditEntry, 'AuditEntry'],
  [BulkDecision, 'BulkDecision'],
  [Enterprise, 'Enterprise'],
  [Organization, 'Organization'],
  [Repository, 'Repository'],
  [TokenGrant, 'TokenGrant'],
  [TokenRequest, 'TokenRequest'],
  [User, 'User'],
  [Webhook, 'Webhook'],
  [WebhookDelivery, 'WebhookDelivery'],
]);

/** The rows of one table are two types, by the kind of token. */
const TOKEN_TYPE_NAMES: Partial<Record<Token['kind'], string>> = {
  FINE_GRAINED: 'FineGrainedToken',
  CLASSIC: 'ClassicToken',
} satisfies Record<PersonalKind, string>;

/** The GraphQL type of a row. */
export function typeNameOf(row: object): string {
  const name = row instanceof Token ? TOKEN_TYPE_NAMES[row.kind] : TYPE_NAMES.get(row.constructor);
  if (!name) throw new Error(`No GraphQL type shows a ${row.constructor.name}`);
  return name;
}

/** What has an id: the opaque one of GraphQL and, beside it, that of REST and of the database. Both are resolved in `build-schema.ts`. */
@InterfaceType('Node', { resolveType: typeNameOf })
export abstract class Node {
  @Field(() => ID) id: string;
  @Field(() => Int) databaseId: number;
}
