import { Arg, Ctx, Field, FieldResolver, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../api/graphql/context.ts';
import { Needs, Open } from '../../api/graphql/field-access.ts';
import { MutationInput, MutationPayload } from '../../api/graphql/mutation.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import type { User } from '../users/user.entity.ts';
import { UserType } from '../users/user.type.ts';
import { findOwnPreferences } from './find-own-preferences.ts';
import type { DigestChoice } from './notification-preferences.entity.ts';
import { DigestChoiceType, NotificationPreferencesType } from './notification-preferences.type.ts';
import { updateNotificationPreferences } from './update-notification-preferences.ts';

@InputType()
class UpdateNotificationPreferencesInput extends MutationInput {
  @Field(() => Boolean, { nullable: true }) decisions?: boolean | null;
  @Field(() => Boolean, { nullable: true }) reminders?: boolean | null;
  @Field(() => DigestChoiceType, { nullable: true }) digest?: DigestChoice | null;
  @Field(() => String, { nullable: true }) locale?: string | null;
}

@Open('holds only the person who asked')
@RowType('UpdateNotificationPreferencesPayload')
class UpdateNotificationPreferencesPayload extends MutationPayload {
  @Field(() => UserType) viewer: User;
}

@Resolver(() => UserType)
export class NotificationPreferencesResolver {
  @Needs('self')
  @FieldResolver(() => NotificationPreferencesType, { nullable: true })
  notificationPreferences(@Ctx() caller: Context) {
    return findOwnPreferences(caller);
  }

  @Needs('session')
  @Mutation(() => UpdateNotificationPreferencesPayload)
  async updateNotificationPreferences(
    @Arg('input', () => UpdateNotificationPreferencesInput) input: UpdateNotificationPreferencesInput,
    @Ctx() caller: Context,
  ) {
    await updateNotificationPreferences(caller, input);
    const viewer = await caller.loaders.users.clear(caller.viewer.userId!).load(caller.viewer.userId!);
    return { clientMutationId: input.clientMutationId, viewer };
  }
}
