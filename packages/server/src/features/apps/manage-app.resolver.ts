import type { Level } from '@countersign/schema';
import { Arg, Ctx, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../api/graphql/context.ts';
import { Needs, Open } from '../../api/graphql/field-access.ts';
import { databaseIdIn } from '../../api/graphql/global-id.ts';
import { MutationInput, MutationPayload } from '../../api/graphql/mutation.type.ts';
import { PermissionInput } from '../../api/graphql/permission.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { notFound } from '../../errors.ts';
import type { App, AppClientSecret, AppKey } from './app.entity.ts';
import { AppClientSecretType, AppKeyType, AppType } from './app.type.ts';
import { createAppClientSecret } from './create-app-client-secret.ts';
import { createOwnAppKey } from './create-app-key.ts';
import { createOwnApp } from './create-app.ts';
import { deleteAppClientSecret } from './delete-app-client-secret.ts';
import { deleteAppKey } from './delete-app-key.ts';
import { updateApp } from './update-app.ts';

@InputType()
class CreateAppInput extends MutationInput {
  @Field(() => String, { description: 'The login of the organization that it belongs to.' }) organization: string;
  @Field(() => String) name: string;
  @Field(() => String, { nullable: true, description: 'Absent: made of the name.' }) slug?: string | null;
  @Field(() => String, { nullable: true }) description?: string | null;
  @Field(() => Boolean, { nullable: true, defaultValue: false }) isPublic?: boolean | null;
  @Field(() => [PermissionInput]) permissions: { key: string; level: Level }[];
  @Field(() => [String], {
    nullable: true,
    description:
      'Where a browser may be sent back to with a code: https, or http on this very machine, where any port will do. Ten at most.',
  })
  redirectUris?: string[] | null;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'Whether the tokens that it gets for people end after eight hours.',
  })
  userTokensExpire?: boolean | null;
}

@InputType()
class UpdateAppInput extends MutationInput {
  @Field(() => ID) appId: string;
  @Field(() => String, { nullable: true }) name?: string | null;
  @Field(() => String, { nullable: true }) description?: string | null;
  @Field(() => Boolean, { nullable: true }) isPublic?: boolean | null;
  @Field(() => [PermissionInput], {
    nullable: true,
    description:
      'Absent: unchanged. Fewer hold at once wherever it is installed; more only where an owner accepts them.',
  })
  permissions?: { key: string; level: Level }[] | null;
  @Field(() => [String], { nullable: true, description: 'Absent: unchanged.' }) redirectUris?: string[] | null;
  @Field(() => Boolean, { nullable: true }) userTokensExpire?: boolean | null;
}

@InputType()
class CreateAppKeyInput extends MutationInput {
  @Field(() => ID) appId: string;
}

@InputType()
class DeleteAppKeyInput extends MutationInput {
  @Field(() => ID) keyId: string;
}

@InputType()
class CreateAppClientSecretInput extends MutationInput {
  @Field(() => ID) appId: string;
}

@InputType()
class DeleteAppClientSecretInput extends MutationInput {
  @Field(() => ID) clientSecretId: string;
}

/** The payload of a mutation that changes an App and has no more to say. */
function appPayload(name: string) {
  @Open('holds only an App, which guards itself')
  @RowType(name)
  class Payload extends MutationPayload {
    @Field(() => AppType) app: App;
  }
  return Payload;
}
const CreateAppPayload = appPayload('CreateAppPayload');
const UpdateAppPayload = appPayload('UpdateAppPayload');
const DeleteAppKeyPayload = appPayload('DeleteAppKeyPayload');
const DeleteAppClientSecretPayload = appPayload('DeleteAppClientSecretPayload');

@Open('holds only what its maker just made')
@RowType('CreateAppKeyPayload')
class CreateAppKeyPayload extends MutationPayload {
  @Field(() => AppType) app: App;
  @Field(() => AppKeyType) key: AppKey;
  @Field(() => String, { description: 'PKCS#8, PEM; in this answer and nowhere else.' }) privateKey: string;
}

@Open('holds only what its maker just made')
@RowType('CreateAppClientSecretPayload')
class CreateAppClientSecretPayload extends MutationPayload {
  @Field(() => AppType) app: App;
  @Field(() => AppClientSecretType) clientSecret: AppClientSecret;
  @Field(() => String, { description: 'In this answer and nowhere else.' }) secret: string;
}

function idIn(type: 'App' | 'AppKey' | 'AppClientSecret', text: string, what: string): number {
  const id = databaseIdIn(type, text);
  if (id === null) throw notFound(what);
  return id;
}

@Resolver()
export class ManageAppResolver {
  @Needs('owner')
  @Mutation(() => CreateAppPayload)
  async createApp(@Arg('input', () => CreateAppInput) input: CreateAppInput, @Ctx() caller: Context) {
    const { clientMutationId, ...wish } = input;
    return { clientMutationId, app: await createOwnApp(caller, wish) };
  }

  @Needs('owner')
  @Mutation(() => UpdateAppPayload)
  async updateApp(@Arg('input', () => UpdateAppInput) input: UpdateAppInput, @Ctx() caller: Context) {
    const { clientMutationId, appId, ...wish } = input;
    return { clientMutationId, app: await updateApp(caller, { ...wish, appId: idIn('App', appId, 'The App') }) };
  }

  @Needs('owner')
  @Mutation(() => CreateAppKeyPayload)
  async createAppKey(@Arg('input', () => CreateAppKeyInput) input: CreateAppKeyInput, @Ctx() caller: Context) {
    const { clientMutationId, appId } = input;
    return { clientMutationId, ...(await createOwnAppKey(caller, idIn('App', appId, 'The App'))) };
  }

  @Needs('owner')
  @Mutation(() => DeleteAppKeyPayload)
  async deleteAppKey(@Arg('input', () => DeleteAppKeyInput) input: DeleteAppKeyInput, @Ctx() caller: Context) {
    const { clientMutationId, keyId } = input;
    return { clientMutationId, app: await deleteAppKey(caller, idIn('AppKey', keyId, 'The key')) };
  }

  @Needs('owner')
  @Mutation(() => CreateAppClientSecretPayload)
  async createAppClientSecret(
    @Arg('input', () => CreateAppClientSecretInput) input: CreateAppClientSecretInput,
    @Ctx() caller: Context,
  ) {
    const { clientMutationId, appId } = input;
    return { clientMutationId, ...(await createAppClientSecret(caller, idIn('App', appId, 'The App'))) };
  }

  @Needs('owner')
  @Mutation(() => DeleteAppClientSecretPayload)
  async deleteAppClientSecret(
    @Arg('input', () => DeleteAppClientSecretInput) input: DeleteAppClientSecretInput,
    @Ctx() caller: Context,
  ) {
    const { clientMutationId, clientSecretId } = input;
    const id = idIn('AppClientSecret', clientSecretId, 'The client secret');
    return { clientMutationId, app: await deleteAppClientSecret(caller, id) };
  }
}
