import { ObjectType, type ObjectTypeOptions } from 'type-graphql';

/** An object type whose root value is the row itself: a field without a resolver is read from it directly, which costs nothing on wide lists. */
export const RowType = (name: string, options: ObjectTypeOptions = {}): ClassDecorator =>
  ObjectType(name, { ...options, simpleResolvers: true });
