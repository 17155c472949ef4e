import { createUnionType, Field, InputType } from 'type-graphql';
import { connectionOf } from '../../api/graphql/connection.type.ts';
import { BelongsTo, Needs } from '../../api/graphql/field-access.ts';
import { Node, typeNameOf } from '../../api/graphql/node.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { DateTime, JSONObject } from '../../api/graphql/scalars.ts';
import { AppType } from '../apps/app.type.ts';
import { UserType } from '../users/user.type.ts';
import type { AuditEntry } from './audit-entry.entity.ts';
import type { AuditLogFilter } from './audit-log.store.ts';

/** Who can do things: a person or an App. */
export const ActorUnion = createUnionType({
  name: 'Actor',
  types: () => [UserType, AppType] as const,
  resolveType: typeNameOf,
});

type Shown = 'action' | 'actorLogin' | 'credentialKind' | 'at' | 'ip' | 'subject' | 'details';

@BelongsTo<AuditEntry>(({ organizationId, enterpriseId, userId }) => ({ organizationId, enterpriseId, userId }))
@Needs('self', 'owner', 'enterprise-owner')
@RowType('AuditEntry', { implements: Node })
export class AuditEntryType implements Pick<AuditEntry, Shown> {
  @Field(() => String, { description: "Named as GitHub's audit log names it." }) action: string;
  @Field(() => String, { nullable: true, description: 'Who did it, as known then; null for the system.' }) actorLogin:
    | string
    | null;
  @Field(() => String, {
    nullable: true,
    description:
      'With what credential: SESSION, FINE_GRAINED, CLASSIC, APP_INSTALLATION, APP_KEY; COMMAND on the server.',
  })
  credentialKind: string | null;
  @Field(() => DateTime) at: Date;
  @Field(() => String, { nullable: true }) ip: string | null;
  @Field(() => String, { nullable: true, description: 'What it was done to, in words.' }) subject: string | null;
  @Field(() => JSONObject, { description: 'What changed: names and values, never secrets.' }) details: Record<
    string,
    unknown
  >;
}

export const AuditEntryConnection = connectionOf('AuditEntry', () => AuditEntryType);

@InputType('AuditLogFilter')
export class AuditLogFilterInput implements AuditLogFilter {
  @Field(() => String, { nullable: true }) text?: string | null;
  @Field(() => String, { nullable: true, description: 'An action by its whole name.' }) action?: string | null;
  @Field(() => String, { nullable: true, description: 'A login.' }) actor?: string | null;
  @Field(() => DateTime, { nullable: true }) after?: Date | null;
  @Field(() => DateTime, { nullable: true }) before?: Date | null;
}
