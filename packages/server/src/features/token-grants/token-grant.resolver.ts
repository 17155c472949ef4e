import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import { PageArgs, pageOfAll, toConnection } from '../../api/graphql/connection.type.ts';
import type { Context } from '../../api/graphql/context.ts';
import { Needs, Open } from '../../api/graphql/field-access.ts';
import { givenIds, globalId } from '../../api/graphql/global-id.ts';
import { MutationInput, MutationPayload } from '../../api/graphql/mutation.type.ts';
import { permissionSet, PermissionSetType } from '../../api/graphql/permission.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { DateTime } from '../../api/graphql/scalars.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { OrganizationType } from '../organizations/organization.type.ts';
import { keepInSight } from '../repositories/keep-in-sight.ts';
import { RepositoryConnection } from '../repositories/repository.type.ts';
import { ReviewedTokenType } from '../tokens/token.type.ts';
import { UserType } from '../users/user.type.ts';
import { findOneGrant, listTokenGrants } from './list-token-grants.ts';
import { type RevocationFailure, revokeTokenGrants } from './revoke-token-grants.ts';
import type { TokenGrant } from './token-grant.entity.ts';
import {
  TokenGrantConnection,
  TokenGrantFilterInput,
  TokenGrantOrderInput,
  TokenGrantType,
} from './token-grant.type.ts';

@InputType()
class RevokeTokenGrantsInput extends MutationInput {
  @Field(() => String, { description: 'Its login.' }) organization: string;
  @Field(() => [ID], { nullable: true, description: '1 to 100 ids; or else filter with asOf.' }) grantIds?:
    | string[]
    | null;
  @Field(() => TokenGrantFilterInput, { nullable: true }) filter?: TokenGrantFilterInput | null;
  @Field(() => DateTime, { nullable: true, description: 'When the list was read; later grants are left alone.' })
  asOf?: Date | null;
  @Field(() => String, { nullable: true, description: "Goes to the tokens' people." }) reason?: string | null;
}

const RevocationFailureCodeType = { NOT_FOUND: 'NOT_FOUND', ALREADY_REVOKED: 'ALREADY_REVOKED' } as const;
registerEnumType(RevocationFailureCodeType, { name: 'RevocationFailureCode' });

@Open('repeats the id that the caller gave, and why')
@RowType('RevocationFailure')
class RevocationFailureType {
  @Field(() => ID) grantId: string;
  @Field(() => RevocationFailureCodeType) code: RevocationFailure['code'];
  @Field(() => String) message: string;
}

@Open('holds only grants, which guard themselves')
@RowType('RevokeTokenGrantsPayload', { description: 'The lists hold at most 1,000 each; the counts count all.' })
class RevokeTokenGrantsPayload extends MutationPayload {
  @Field(() => [TokenGrantType]) revoked: TokenGrant[];
  @Field(() => [RevocationFailureType]) failures: RevocationFailureType[];
  @Field(() => Int) revokedCount: number;
  @Field(() => Int) failureCount: number;
  @Field(() => Int) totalCount: number;
}

@Resolver(() => TokenGrantType)
export class TokenGrantResolver {
  @Needs('organization_personal_access_tokens:write')
  @Mutation(() => RevokeTokenGrantsPayload)
  async revokeTokenGrants(
    @Arg('input', () => RevokeTokenGrantsInput) input: RevokeTokenGrantsInput,
    @Ctx() caller: Context,
  ) {
    const { clientMutationId, grantIds, ...rest } = input;
    const outcome = await revokeTokenGrants(caller, { ...rest, grantIds: givenIds('TokenGrant', grantIds) });
    const failures = outcome.failures.map(({ grantId, ...failure }) => ({
      grantId: typeof grantId === 'number' ? globalId('TokenGrant', grantId) : grantId,
      ...failure,
    }));
    return { ...outcome, clientMutationId, failures };
  }

  @FieldResolver(() => ReviewedTokenType)
  token(@Root() { tokenId }: TokenGrant, @Ctx() { loaders }: Context) {
    return loaders.reviewedTokens.load(tokenId);
  }

  @FieldResolver(() => UserType)
  user(@Root() { userId }: TokenGrant, @Ctx() { loaders }: Context) {
    return loaders.users.load(userId);
  }

  @FieldResolver(() => OrganizationType)
  organization(@Root() { organizationId }: TokenGrant, @Ctx() { loaders }: Context) {
    return loaders.organizations.load(organizationId);
  }

  @FieldResolver(() => PermissionSetType)
  async permissions(@Root() { id }: TokenGrant, @Ctx() { loaders }: Context) {
    const { permissions } = await loaders.granted.load(id);
    return permissionSet(Object.entries(permissions).map(([key, level]) => ({ key, level })));
  }

  @FieldResolver(() => RepositoryConnection, { description: 'The named ones, where the selection is SUBSET.' })
  async repositories(
    @Args(() => PageArgs) page: PageArgs,
    @Root() { id }: TokenGrant,
    @Ctx() { viewer, loaders, now }: Context,
  ) {
    const { repositoryIds } = await loaders.granted.load(id);
    const rows = await loaders.repositories.loadMany(repositoryIds);
    return toConnection(pageOfAll(keepInSight(viewer, rows), page), now);
  }

  @FieldResolver(() => Boolean, { description: 'What revoking it would answer for this credential.' })
  viewerCanRevoke(@Root() grant: TokenGrant, @Ctx() { viewer }: Context) {
    return grant.endedAt === null && viewer.can('organization_personal_access_tokens:write', grant);
  }
}

/** The fields of an organization that this feature adds to it. */
@Resolver(() => OrganizationType)
export class OrganizationTokenGrantsResolver {
  @Needs('organization_personal_access_tokens:read')
  @FieldResolver(() => TokenGrantConnection, {
    nullable: true,
    description: 'The tokens with access, newest grant first unless told.',
  })
  async tokenGrants(
    @Arg('filter', () => TokenGrantFilterInput, { nullable: true }) filter: TokenGrantFilterInput | null,
    @Arg('orderBy', () => TokenGrantOrderInput, { nullable: true }) orderBy: TokenGrantOrderInput | null,
    @Args(() => PageArgs) page: PageArgs,
    @Root() { id }: Organization,
    @Ctx() caller: Context,
  ) {
    return toConnection(await listTokenGrants(caller, id, filter, orderBy, page), caller.now);
  }

  @Needs('organization_personal_access_tokens:read')
  @FieldResolver(() => TokenGrantType, { nullable: true })
  tokenGrant(@Arg('databaseId', () => Int) databaseId: number, @Root() { id }: Organization, @Ctx() caller: Context) {
    return findOneGrant(caller, id, databaseId);
  }
}
