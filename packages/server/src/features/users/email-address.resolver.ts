import { Arg, Ctx, Field, FieldResolver, InputType, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../../api/graphql/context.ts';
import { Needs, Open } from '../../api/graphql/field-access.ts';
import { MutationInput, MutationPayload } from '../../api/graphql/mutation.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { addEmailAddress } from './add-email-address.ts';
import { EmailAddressType } from './email-address.type.ts';
import { makeEmailAddressPrimary } from './make-email-address-primary.ts';
import { removeEmailAddress } from './remove-email-address.ts';
import { sendEmailVerification } from './send-email-verification.ts';
import type { User } from './user.entity.ts';
import { UserType } from './user.type.ts';

@InputType()
class AddEmailAddressInput extends MutationInput {
  @Field(() => String) address: string;
}

@InputType()
class EmailAddressInput extends MutationInput {
  @Field(() => String) address: string;
}

@Open('holds only the person, whose addresses guard themselves')
@RowType('EmailAddressesPayload')
class EmailAddressesPayload extends MutationPayload {
  @Field(() => UserType) viewer: User;
}

/** The person as they are after the change. */
async function payloadOf({ clientMutationId }: MutationInput, { viewer, loaders }: Context) {
  const id = viewer.userId!;
  loaders.emailAddresses.clear(id);
  return { clientMutationId, viewer: await loaders.users.clear(id).load(id) };
}

@Resolver(() => UserType)
export class EmailAddressResolver {
  @Needs('self')
  @FieldResolver(() => Boolean, { nullable: true })
  async emailVerified(@Root() { id }: User, @Ctx() { loaders }: Context) {
    return (await loaders.emailAddresses.load(id)).some(({ isPrimary, verifiedAt }) => isPrimary && verifiedAt);
  }

  @Needs('self')
  @FieldResolver(() => [EmailAddressType], { nullable: true, description: 'The primary one first.' })
  emails(@Root() { id }: User, @Ctx() { loaders }: Context) {
    return loaders.emailAddresses.load(id);
  }

  @Needs('session')
  @Mutation(() => EmailAddressesPayload, { description: 'A link that verifies it is mailed there.' })
  async addEmailAddress(@Arg('input', () => AddEmailAddressInput) input: AddEmailAddressInput, @Ctx() caller: Context) {
    await addEmailAddress(caller, input.address);
    return payloadOf(input, caller);
  }

  @Needs('session')
  @Mutation(() => EmailAddressesPayload, { description: 'Another link; the earlier ones do not hold any more.' })
  async sendEmailVerification(@Arg('input', () => EmailAddressInput) input: EmailAddressInput, @Ctx() caller: Context) {
    await sendEmailVerification(caller, input.address);
    return payloadOf(input, caller);
  }

  @Needs('session')
  @Mutation(() => EmailAddressesPayload, { description: 'All mails go there from now on; it has to be verified.' })
  async makeEmailAddressPrimary(
    @Arg('input', () => EmailAddressInput) input: EmailAddressInput,
    @Ctx() caller: Context,
  ) {
    await makeEmailAddressPrimary(caller, input.address);
    return payloadOf(input, caller);
  }

  @Needs('session')
  @Mutation(() => EmailAddressesPayload, { description: 'Any but the primary one.' })
  async removeEmailAddress(@Arg('input', () => EmailAddressInput) input: EmailAddressInput, @Ctx() caller: Context) {
    await removeEmailAddress(caller, input.address);
    return payloadOf(input, caller);
  }
}
