import type { TokenKind } from '@countersign/schema';
import { Arg, Args, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { avatarUrl } from '../../api/graphql/avatar.ts';
import { PageArgs, toConnection } from '../../api/graphql/connection.type.ts';
import type { Context } from '../../api/graphql/context.ts';
import { Needs, Open } from '../../api/graphql/field-access.ts';
import { forbidden, notFound, unauthenticated } from '../../errors.ts';
import { AuditEntryConnection, AuditLogFilterInput } from '../audit-log/audit-entry.type.ts';
import { listAuditEntries } from '../audit-log/list-audit-entries.ts';
import { listOwnOrganizations } from '../organizations/list-own-organizations.ts';
import { OrganizationConnection } from '../organizations/organization.type.ts';
import { listOwnTokenRequests } from '../token-requests/list-token-requests.ts';
import type { TokenRequestStatus } from '../token-requests/token-request.entity.ts';
import { TokenRequestConnection, TokenRequestStatusType } from '../token-requests/token-request.type.ts';
import { findOwn, listOwnTokens } from '../tokens/list-own-tokens.ts';
import { listResourceOwners } from '../tokens/list-resource-owners.ts';
import { ResourceOwnerType } from '../tokens/resource-owner.type.ts';
import type { TokenStatus } from '../tokens/token.rules.ts';
import {
  PersonalAccessToken,
  PersonalAccessTokenConnection,
  TokenKindType,
  TokenStatusType,
} from '../tokens/token.type.ts';
import { findUserByLogin } from './find-user.ts';
import type { User } from './user.entity.ts';
import { UserType } from './user.type.ts';

@Resolver(() => UserType)
export class UserResolver {
  @Open('answers UNAUTHENTICATED to nobody and FORBIDDEN to Apps, which are no person (AP-5)')
  @Query(() => UserType)
  async viewer(@Ctx() { viewer, loaders }: Context) {
    if (viewer.bearer.kind === 'ANONYMOUS') throw unauthenticated();
    if (viewer.userId === null) throw forbidden('An App is not a person; viewer is for people and their tokens.');
    return loaders.users.load(viewer.userId);
  }

  @Open('public profile')
  @Query(() => UserType, { nullable: true })
  async user(@Arg('login', () => String) login: string, @Ctx() { database }: Context) {
    const user = await findUserByLogin(database.manager, login);
    if (!user) throw notFound('The user');
    return user;
  }

  @FieldResolver(() => String)
  avatarUrl(@Root() { login }: User) {
    return avatarUrl(login);
  }

  @FieldResolver(() => String)
  url(@Root() { login }: User, @Ctx() { settings }: Context) {
    return `${settings.publicUrl}/${login}`;
  }

  @Needs('self')
  @FieldResolver(() => OrganizationConnection, { nullable: true, description: 'Those one is a member of.' })
  async organizations(@Args(() => PageArgs) page: PageArgs, @Ctx() caller: Context) {
    return toConnection(await listOwnOrganizations(caller, page), caller.now);
  }

  @Needs('self')
  @FieldResolver(() => [ResourceOwnerType], {
    nullable: true,
    description: 'Whom a new fine-grained token may be for: oneself, and the organizations that let one.',
  })
  async resourceOwners(
    @Arg('login', () => String, { nullable: true, description: 'Only that one.' }) login: string | undefined,
    @Ctx() caller: Context,
  ) {
    const owners = await listResourceOwners(caller);
    return login === undefined ? owners : owners.filter(({ owner }) => owner.login === login.toLowerCase());
  }

  @Needs('self')
  @FieldResolver(() => PersonalAccessTokenConnection, { nullable: true, description: 'Newest first.' })
  async personalAccessTokens(
    @Arg('kind', () => TokenKindType, { nullable: true }) kind: TokenKind | null,
    @Arg('status', () => TokenStatusType, { nullable: true }) status: TokenStatus | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() caller: Context,
  ) {
    return toConnection(await listOwnTokens(caller, { kind, status }, page), caller.now);
  }

  @Needs('self')
  @FieldResolver(() => PersonalAccessToken, { nullable: true, description: 'One of them.' })
  personalAccessToken(@Arg('databaseId', () => Int) databaseId: number, @Ctx() caller: Context) {
    return findOwn(caller, databaseId);
  }

  @Needs('self')
  @FieldResolver(() => TokenRequestConnection, {
    nullable: true,
    description: 'What one asked of any organization; all states unless told.',
  })
  async tokenRequests(
    @Arg('status', () => [TokenRequestStatusType], { nullable: true }) status: TokenRequestStatus[] | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() caller: Context,
  ) {
    return toConnection(await listOwnTokenRequests(caller, status, page), caller.now);
  }

  @Needs('self')
  @FieldResolver(() => AuditEntryConnection, {
    nullable: true,
    description: 'What happened to the account and its tokens, newest first.',
  })
  async securityLog(
    @Arg('filter', () => AuditLogFilterInput, { nullable: true }) filter: AuditLogFilterInput | null,
    @Args(() => PageArgs) page: PageArgs,
    @Root() { id }: User,
    @Ctx() caller: Context,
  ) {
    return toConnection(await listAuditEntries(caller, { userId: id }, filter, page), caller.now);
  }
}
