import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import { type ClassType, getMetadataStorage } from 'type-graphql';
import { PageArgs } from './connection.type.ts';

type Metadata = ReturnType<typeof getMetadataStorage>;
type Param = NonNullable<Metadata['fieldResolvers'][number]['params']>[number];
type Resolve = GraphQLFieldResolver<unknown, unknown>;
type Pick = (...given: Parameters<Resolve>) => unknown;

/**
 * Has the resolvers of fields called as they are: the library finds their class, sorts their parameters, makes objects of arguments and waits for a validation that is
 * off, anew for each row of each list. Those with arguments of their own, which it makes into classes, are left to it.
 */
export function callResolvers(schema: GraphQLSchema): void {
  const { fieldResolvers, objectTypes } = getMetadataStorage();
  const names = new Map(objectTypes.map(({ target, name }) => [target as unknown, name]));
  const instances = new Map<unknown, Record<string, Pick>>();
  for (const {
    kind,
    target,
    methodName,
    schemaName,
    params = [],
    getObjectType,
    middlewares = [],
    roles,
  } of fieldResolvers) {
    const type = schema.getType(names.get(getObjectType?.()) ?? '');
    const field = isObjectType(type) ? type.getFields()[schemaName] : undefined;
    const picks = params.toSorted((one, other) => one.index - other.index).map(pickOf);
    if (!field || kind !== 'external' || middlewares.length > 0 || roles || !picks.every((pick) => pick !== null))
      continue;
    const resolver = instances.get(target) ?? (new (target as ClassType)() as Record<string, Pick>);
    instances.set(target, resolver);
    field.resolve = calling(resolver, methodName, picks);
  }
}

/** Written out for as many parameters as most have: a list of them for each row of each list takes longer than many a resolver. */
function calling(resolver: Record<string, Pick>, name: string, picks: readonly Pick[]): Resolve {
  const [first, second, third, ...more] = picks;
  const method = resolver[name]!.bind(resolver) as (...given: unknown[]) => unknown;
  if (!first) return () => method();
  if (!second) return (root, args, context, info) => method(first(root, args, context, info));
  if (!third)
    return (root, args, context, info) => method(first(root, args, context, info), second(root, args, context, info));
  if (more.length === 0)
    return (root, args, context, info) =>
      method(first(root, args, context, info), second(root, args, context, info), third(root, args, context, info));
  return (...given) => method(...picks.map((pick) => pick(...given)));
}

/** Where a parameter comes from; null where the library has to make it. */
function pickOf(param: Param): Pick | null {
  switch (param.kind) {
    case 'root':
      return param.propertyName ? null : (root) => root;
    case 'context':
      return param.propertyName ? null : (_root, _args, context) => context;
    case 'info':
      return (_root, _args, _context, info) => info;
    case 'args':
      // Of numbers and texts alone: the object with the arguments is as good.
      return (param.getType() as unknown) === PageArgs ? (_root, args) => args : null;
    default:
      return null;
  }
}
