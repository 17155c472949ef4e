import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { invalid, notFound } from '../../errors.ts';
import { mayKnowOfApp } from '../../features/apps/find-app.ts';
import { PERSONAL_KINDS, type Token } from '../../features/tokens/token.entity.ts';
import type { Context } from './context.ts';
import type { FieldAccessExtensions } from './field-access.ts';
import { Open } from './field-access.ts';
import { type DecodedId, readGlobalId } from './global-id.ts';
import { Node, typeNameOf } from './node.type.ts';

const MOST_IDS = 100;

@Resolver()
export class NodeResolver {
  @Open('looks at whose the object is before it is handed out; what nobody may know of is not found')
  @Query(() => Node, { nullable: true })
  node(@Arg('id', () => ID) id: string, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return findNode(id, context, info);
  }

  @Open('the same as node')
  @Query(() => [Node], { nullable: 'items', description: 'At most 100.' })
  nodes(@Arg('ids', () => [ID]) ids: string[], @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    if (ids.length > MOST_IDS) throw invalid({ ids: `At most ${MOST_IDS} ids.` });
    return ids.map((id) => findNode(id, context, info));
  }
}

/** What is invisible and what is not there answer the same. */
async function findNode(id: string, context: Context, { schema }: GraphQLResolveInfo): Promise<object> {
  const decoded = readGlobalId(id);
  const row = decoded && (await loadNode(decoded, context));
  if (!row || typeNameOf(row) !== decoded.type) throw notFound();
  const { access, subjectOf } = schema.getType(decoded.type)!.extensions as FieldAccessExtensions;
  if (access && 'needs' in access && subjectOf) {
    try {
      context.viewer.mustMeet([access.needs], row as never, subjectOf);
    } catch {
      throw notFound();
    }
  }
  return row;
}

function loadNode({ type, id }: DecodedId, context: Context): Promise<object | null> | null {
  const { loaders, viewer } = context;
  switch (type) {
    case 'User':
      return loaders.users.load(id);
    case 'App':
      return loaders.apps.load(id).then((app) => (app && mayKnowOfApp(viewer, app) ? app : null));
    case 'Organization':
      return viewer.organizationIds.includes(id) ? loaders.organizations.load(id) : null;
    case 'Repository':
      return loaders.repositories.load(id);
    case 'FineGrainedToken':
    case 'ClassicToken':
      return loaders.tokens.load(id).then((token) => (token && isPersonal(token) && !token.deletedAt ? token : null));
    case 'TokenRequest':
      return loaders.tokenRequests.load(id);
    case 'TokenGrant':
      return loaders.tokenGrants.load(id);
    case 'BulkDecision':
      return loaders.bulkDecisions.load(id);
    case 'AppInstallation':
      return loaders.installations.load(id);
    case 'ApplicationAuthorization':
      return loaders.applicationAuthorizations.load(id);
    case 'Webhook':
      return loaders.webhooks.load(id);
    case 'WebhookDelivery':
      return loaders.webhookDeliveries.load(id);
    case 'AuditEntry':
      return loaders.auditEntries.load(id);
    case 'Enterprise':
      return isOwnEnterprise(id, context).then((isOwn) => (isOwn ? loaders.enterprises.load(id) : null));
    default:
      return null;
  }
}

const isPersonal = ({ kind }: Token) => PERSONAL_KINDS.some((personal) => personal === kind);

/** An enterprise is known to its owners and to the members of its organizations, in a browser: to no token. (AP-5) */
async function isOwnEnterprise(id: number, { loaders, viewer }: Context): Promise<boolean> {
  if (!viewer.isSession) return false;
  if (viewer.enterpriseIds.includes(id)) return true;
  const organizations = await loaders.organizations.loadMany(viewer.organizationIds);
  return organizations.some((row) => row !== null && !(row instanceof Error) && row.enterpriseId === id);
}
