import { Arg, Ctx, Field, Int, Resolver, Root, Subscription } from 'type-graphql';
import type { Context } from '../../api/graphql/context.ts';
import { Needs, Open } from '../../api/graphql/field-access.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { OrganizationType } from '../organizations/organization.type.ts';
import type { TokenRequestsAnnouncement } from './announce-token-requests.ts';
import type { TokenRequest } from './token-request.entity.ts';
import { TokenRequestType } from './token-request.type.ts';
import { findChange, type TokenRequestsChange, watchTokenRequests } from './watch-token-requests.ts';

@Open('made only for those who watch the queue, and holds only what guards itself')
@RowType('TokenRequestsChange')
class TokenRequestsChangeType {
  @Field(() => OrganizationType) organization: Organization;
  @Field(() => Int, { description: 'How many wait now.' }) pendingCount: number;
  @Field(() => TokenRequestType, { nullable: true, description: 'The request that changed; null when many did.' })
  tokenRequest: TokenRequest | null;
}

@Resolver()
export class TokenRequestsChangedResolver {
  @Needs('organization_personal_access_token_requests:read')
  @Subscription(() => TokenRequestsChangeType, {
    subscribe: ({ args, context }) =>
      watchTokenRequests(
        context as Context,
        (context as Context).notifications,
        (args as { organization: string }).organization,
      ),
    description: "The organization's queue changed.",
  })
  tokenRequestsChanged(
    @Arg('organization', () => String) organization: string,
    @Root() announcement: TokenRequestsAnnouncement,
    @Ctx() caller: Context,
  ): Promise<TokenRequestsChange> {
    return findChange(caller, organization, announcement);
  }
}
