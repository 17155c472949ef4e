import { type GraphQLField, type GraphQLObjectType, type GraphQLSchema, isNonNullType, isObjectType } from 'graphql';
import type { Demand, Subject } from '../../access/viewer.ts';
import type { Context } from './context.ts';
import type { Declared, FieldAccessExtensions } from './field-access.ts';

const ROOT_TYPES = new Set(['Query', 'Mutation', 'Subscription']);

type Field = GraphQLField<unknown, Context>;
type GuardedField = {
  /** `Type.field`. */
  name: string;
  type: GraphQLObjectType;
  field: Field;
  ofType: Declared | undefined;
  ofField: Declared | undefined;
  /** All must be met; within one any alternative suffices. */
  demands: Demand[];
};

/**
 * Makes every field of the schema ask for the access that it and its type declare.
 * Throws, so that the server does not start, when a field declares none, or one that cannot be checked.
 */
export function guardSchema(schema: GraphQLSchema): GraphQLSchema {
  const fields = guardedFields(schema);
  const problems = fields.flatMap((guarded) => problemWith(guarded) ?? []);
  if (problems.length > 0) throw new Error(`The schema is not safe to serve:\n- ${problems.join('\n- ')}`);
  fields.forEach(guard);
  return schema;
}

/** Each field with its demands; also printed into field-access.snapshot.txt. */
function guardedFields(schema: GraphQLSchema): GuardedField[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) => {
      const ofType = accessOf(type.extensions);
      const demandsOfType = demandsIn(ofType);
      return Object.values((type as GraphQLObjectType<unknown, Context>).getFields()).map((field) => {
        const ofField = accessOf(field.extensions);
        const own = demandsIn(ofField);
        // One list for all fields that add nothing to it: what was found for a row by one of them is known to the others.
        const demands = own.length > 0 ? [...demandsOfType, ...own] : demandsOfType;
        return { name: `${type.name}.${field.name}`, type: type as GraphQLObjectType, field, ofType, ofField, demands };
      });
    });
}

const demandsIn = (declared: Declared | undefined): Demand[] =>
  declared && 'needs' in declared ? [declared.needs] : [];

/** The snapshot that a reviewer reads: a change of access is one line in a diff. */
export const printFieldAccess = (schema: GraphQLSchema): string =>
  guardedFields(schema)
    .map(({ name, demands, ofType, ofField }) => {
      const needs = demands.map((demand) => demand.join(' | '));
      const because = [ofField, ofType].flatMap((declared) => (declared && 'open' in declared ? [declared.open] : []));
      return `${name}: ${needs.length > 0 ? needs.join(' & ') : `open (${because[0]})`}\n`;
    })
    .toSorted()
    .join('');

const accessOf = (extensions: unknown) => (extensions as FieldAccessExtensions).access;

function problemWith({ name, type, field, ofType, ofField, demands }: GuardedField): string | null {
  if (!ofType && !ofField) return `${name} has neither @Needs nor @Open`;
  if (ofType && 'needs' in ofType && ofField && 'open' in ofField) return `${name} is @Open in a type that is not`;
  if (demands.some((demand) => demand.length === 0)) return `${name} has a @Needs that names nothing`;
  if (demands.length === 0 || ROOT_TYPES.has(type.name)) return null;
  if (!(type.extensions as FieldAccessExtensions).subjectOf)
    return `${name} @Needs something, but ${type.name} has no @BelongsTo`;
  // A missing permission should blank one field, not the object around it.
  if (ofField && 'needs' in ofField && isNonNullType(field.type))
    return `${name} asks for more than its type, so it must be nullable`;
  return null;
}

/** What graphql-js does of itself for a row, without asking what it is at each. */
const readingOf =
  (name: string): NonNullable<Field['resolve']> =>
  (row, args, context, info) => {
    const value = (row as Record<string, unknown> | null)?.[name];
    return typeof value === 'function' ? (value.call(row, args, context, info) as unknown) : value;
  };

function guard({ type, field, demands }: GuardedField): void {
  if (demands.length === 0) return;
  const subjectOf = (type.extensions as FieldAccessExtensions).subjectOf as ((row: object) => Subject) | undefined;
  // A root field knows no row yet: only the kind of credential is looked at, the use case does the rest.
  const ask = subjectOf
    ? (row: unknown, { viewer }: Context) => viewer.mustMeet(demands, row as object, subjectOf)
    : (_: unknown, { viewer }: Context) => viewer.mustBeOfAKindFor(demands);
  const resolve = field.resolve ?? readingOf(field.name);
  field.resolve = (row, args, context, info) => {
    ask(row, context);
    return resolve(row, args, context, info);
  };
  const { subscribe } = field;
  if (subscribe)
    field.subscribe = (row, args, context, info) => {
      ask(row, context);
      return subscribe(row, args, context, info);
    };
}
