import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { PageArgs, toConnection } from '../../api/graphql/connection.type.ts';
import type { Context } from '../../api/graphql/context.ts';
import { Needs, Open } from '../../api/graphql/field-access.ts';
import { databaseIdIn, globalId } from '../../api/graphql/global-id.ts';
import { MutationInput, MutationPayload } from '../../api/graphql/mutation.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { DateTime } from '../../api/graphql/scalars.ts';
import { notFound } from '../../errors.ts';
import { AppType } from '../apps/app.type.ts';
import { OrganizationType } from '../organizations/organization.type.ts';
import { UserType } from '../users/user.type.ts';
import type { ApplicationAuthorization } from './application-authorization.entity.ts';
import {
  ApplicationAuthorizationConnection,
  ApplicationAuthorizationRequestType,
  ApplicationAuthorizationType,
} from './application-authorization.type.ts';
import { authorizeApplication } from './authorize-application.ts';
import { listApplicationAuthorizations } from './list-application-authorizations.ts';
import { type AuthorizationRequest, requestAuthorization } from './request-authorization.ts';
import { revokeApplicationAuthorization } from './revoke-application-authorization.ts';

@ArgsType()
class AuthorizationRequestArgs {
  @Field(() => String) clientId: string;
  @Field(() => String, { nullable: true }) redirectUri?: string | null;
  @Field(() => String, { nullable: true }) responseType?: string | null;
  @Field(() => String, { nullable: true }) state?: string | null;
  @Field(() => String, { nullable: true }) codeChallenge?: string | null;
  @Field(() => String, { nullable: true }) codeChallengeMethod?: string | null;
}

@InputType()
class AuthorizeApplicationInput extends MutationInput {
  @Field(() => String) clientId: string;
  @Field(() => String, { nullable: true, description: "One of the App's; absent where it has one alone." })
  redirectUri?: string | null;
  @Field(() => String, { nullable: true }) responseType?: string | null;
  @Field(() => String, { nullable: true, description: 'Comes back to the App as it is.' }) state?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'base64url(SHA-256(verifier)), RFC 7636; an App without client secrets must send one.',
  })
  codeChallenge?: string | null;
  @Field(() => String, { nullable: true, description: 'S256, and nothing else.' })
  codeChallengeMethod?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'The person was shown the request and said yes; CONFLICT without that where `viewerMustAgree`.',
  })
  viewerAgrees?: boolean | null;
}

@InputType()
class RevokeApplicationAuthorizationInput extends MutationInput {
  @Field(() => ID) applicationAuthorizationId: string;
}

@Open('only who agreed gets it')
@RowType('AuthorizeApplicationPayload')
class AuthorizeApplicationPayload extends MutationPayload {
  @Field(() => String, { description: 'The redirect URI with code and state.' }) redirectUrl: string;
}

@Open('holds only the id that was given')
@RowType('RevokeApplicationAuthorizationPayload')
class RevokeApplicationAuthorizationPayload extends MutationPayload {
  @Field(() => ID, { description: 'Of what is gone.' }) revokedApplicationAuthorizationId: string;
}

@Resolver(() => ApplicationAuthorizationRequestType)
export class ApplicationAuthorizationRequestResolver {
  @Needs('session')
  @Query(() => ApplicationAuthorizationRequestType, {
    nullable: true,
    description:
      'What an App asks that sent the person to /login/oauth/authorize, by the parameters of that address. NOT_FOUND where no App has the client id; INVALID where the redirect URI is none of its own.',
  })
  applicationAuthorizationRequest(
    @Args(() => AuthorizationRequestArgs) wish: AuthorizationRequestArgs,
    @Ctx() caller: Context,
  ) {
    return requestAuthorization(caller, wish);
  }

  @FieldResolver(() => [OrganizationType], {
    description: 'Those of the person where it is installed: there, and nowhere else, it can act for them.',
  })
  organizations(@Root() { organizationIds }: AuthorizationRequest, @Ctx() { loaders }: Context) {
    return loaders.organizations.loadMany(organizationIds);
  }

  @Needs('session')
  @Mutation(() => AuthorizeApplicationPayload, {
    description:
      'Lets an App act for the person, and says where the browser goes with the code that it exchanges. (RFC 6749, 4.1)',
  })
  async authorizeApplication(
    @Arg('input', () => AuthorizeApplicationInput) { clientMutationId, ...wish }: AuthorizeApplicationInput,
    @Ctx() caller: Context,
  ) {
    return { clientMutationId, redirectUrl: await authorizeApplication(caller, wish) };
  }
}

@Resolver(() => ApplicationAuthorizationType)
export class ApplicationAuthorizationResolver {
  @FieldResolver(() => AppType)
  app(@Root() { appId }: ApplicationAuthorization, @Ctx() { loaders }: Context) {
    return loaders.apps.load(appId);
  }

  @FieldResolver(() => DateTime, { nullable: true, description: 'Of its tokens that still are there.' })
  lastUsedAt(@Root() { id }: ApplicationAuthorization, @Ctx() { loaders }: Context) {
    return loaders.authorizationLastUses.load(id);
  }

  @Needs('session')
  @Mutation(() => RevokeApplicationAuthorizationPayload, {
    description: 'All tokens that the App has for the person end.',
  })
  async revokeApplicationAuthorization(
    @Arg('input', () => RevokeApplicationAuthorizationInput) input: RevokeApplicationAuthorizationInput,
    @Ctx() caller: Context,
  ) {
    const id = databaseIdIn('ApplicationAuthorization', input.applicationAuthorizationId);
    if (id === null) throw notFound('The authorization');
    await revokeApplicationAuthorization(caller, id);
    return {
      clientMutationId: input.clientMutationId,
      revokedApplicationAuthorizationId: globalId('ApplicationAuthorization', id),
    };
  }
}

@Resolver(() => UserType)
export class UserApplicationAuthorizationsResolver {
  @Needs('self')
  @FieldResolver(() => ApplicationAuthorizationConnection, {
    nullable: true,
    description: 'The Apps that one let act for oneself, newest first.',
  })
  async applicationAuthorizations(@Args(() => PageArgs) page: PageArgs, @Ctx() caller: Context) {
    return toConnection(await listApplicationAuthorizations(caller, page), caller.now);
  }
}
