import { Check, Column, type ColumnOptions, DefaultNamingStrategy, ForeignKey, PrimaryGeneratedColumn } from 'typeorm';

const snake = (name: string) => name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
const tableOf = (table: string | { name: string }) =>
  (typeof table === 'string' ? table : table.name).split('.').at(-1)!;

/** Columns in snake_case, and constraints under names that a reader of an error message understands. */
export class Naming extends DefaultNamingStrategy {
  override columnName = (property: string, custom: string | undefined) => custom ?? snake(property);
  override primaryKeyName = (table: string | { name: string }) => `${tableOf(table)}_pkey`;
  override uniqueConstraintName = (table: string | { name: string }, columns: string[]) =>
    `${tableOf(table)}_${columns.map(snake).join('_')}_key`;
  override foreignKeyName = (table: string | { name: string }, columns: string[]) =>
    `${tableOf(table)}_${columns.map(snake).join('_')}_fkey`;
  override indexName = (table: string | { name: string }, columns: string[]) =>
    `${tableOf(table)}_${columns.map(snake).join('_')}_idx`;
}

const both =
  (...decorators: PropertyDecorator[]): PropertyDecorator =>
  (target, property) =>
    decorators.forEach((decorate) => decorate(target, property));

/** The primary key: a bigint that the database counts; the `databaseId` of the API. */
export const Id = () => PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' });

/** A moment in UTC, to the millisecond, so that what a Date or a cursor holds compares equal. */
export const Time = (options: ColumnOptions = {}) =>
  Column({ type: 'timestamp with time zone', precision: 3, ...options });

/** A text column that holds one of a list. */
export const Choice = (values: readonly string[], options: ColumnOptions = {}): PropertyDecorator =>
  both(Column('text', options), (target, property) => {
    const column = snake(String(property));
    const list = values.map((value) => `'${value}'`).join(', ');
    const table = snake((target.constructor as { name: string }).name);
    Check(`${table}_${column}_check`, `${column} IN (${list})`)(target.constructor as new () => object);
  });

type ReferenceOptions = ColumnOptions & { onDelete?: 'CASCADE' | 'SET NULL' };

/** The id of a row of another table. */
export const Reference = (target: () => new () => object, { onDelete, ...options }: ReferenceOptions = {}) =>
  both(Column('bigint', options), ForeignKey(target, onDelete ? { onDelete } : {}));
