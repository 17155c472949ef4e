import { Field } from 'type-graphql';
import { connectionOf } from '../../api/graphql/connection.type.ts';
import { BelongsTo, Needs, Open } from '../../api/graphql/field-access.ts';
import { Node } from '../../api/graphql/node.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { DateTime } from '../../api/graphql/scalars.ts';
import type { App } from '../apps/app.entity.ts';
import { AppType } from '../apps/app.type.ts';
import type { ApplicationAuthorization } from './application-authorization.entity.ts';
import type { AuthorizationRequest } from './request-authorization.ts';

@BelongsTo<ApplicationAuthorization>(({ userId }) => ({ userId }))
@Needs('self')
@RowType('ApplicationAuthorization', { implements: Node, description: 'An App that the person let act for them.' })
export class ApplicationAuthorizationType implements Pick<ApplicationAuthorization, 'createdAt'> {
  @Field(() => DateTime) createdAt: Date;
}

export const ApplicationAuthorizationConnection = connectionOf(
  'ApplicationAuthorization',
  () => ApplicationAuthorizationType,
);

@Open('only who was sent here gets hold of it')
@RowType('ApplicationAuthorizationRequest', {
  description: 'What an App that sent the person here asks of them.',
})
export class ApplicationAuthorizationRequestType implements Omit<AuthorizationRequest, 'organizationIds'> {
  @Field(() => AppType) app: App;
  @Field(() => String, { description: 'Where the browser will be sent back to.' }) redirectUri: string;
  @Field(() => String, { description: 'Where the browser goes if the person says no.' }) cancelUrl: string;
  @Field(() => String, {
    nullable: true,
    description: 'Where the browser goes at once, with what is wrong, because what the App asks cannot be.',
  })
  refusalUrl: string | null;
  @Field(() => Boolean, {
    description:
      'False when the person agreed before: then the browser may be sent back without asking. More than ten times in an hour is asked again.',
  })
  viewerMustAgree: boolean;
}
