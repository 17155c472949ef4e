import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../api/graphql/context.ts';
import type { AuditEntry } from './audit-entry.entity.ts';
import { ActorUnion, AuditEntryType } from './audit-entry.type.ts';

@Resolver(() => AuditEntryType)
export class AuditEntryResolver {
  @FieldResolver(() => ActorUnion, { nullable: true })
  actor(@Root() { actorUserId, actorAppId }: AuditEntry, @Ctx() { loaders }: Context) {
    if (actorUserId !== null) return loaders.users.load(actorUserId);
    return actorAppId === null ? null : loaders.apps.load(actorAppId);
  }
}
