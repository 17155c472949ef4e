import { Field, InputType, ObjectType } from 'type-graphql';

@InputType()
export abstract class MutationInput {
  @Field(() => String, { nullable: true, description: 'Comes back in the payload.' }) clientMutationId?: string | null;
}

@ObjectType()
export abstract class MutationPayload {
  @Field(() => String, { nullable: true }) clientMutationId?: string | null;
}
