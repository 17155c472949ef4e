import type { z } from 'zod';
import { invalid, notFound } from '../../errors.ts';

/** A body or a query as the schema has it; INVALID names every bad field. */
export function readInput<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const read = schema.safeParse(given ?? {});
  if (read.success) return read.data;
  throw invalid(Object.fromEntries(read.error.issues.map(({ path, message }) => [path.join('.') || 'body', message])));
}

/** The database id in an address; what is none names nothing. */
export function idIn(params: Record<string, string>, name: string): number {
  const digits = params[name]!;
  if (!/^[1-9]\d{0,14}$/.test(digits)) throw notFound();
  return Number(digits);
}
