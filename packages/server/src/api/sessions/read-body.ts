import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { invalid } from '../../errors.ts';

/** What people type. Postgres holds no NUL characters. */
export const typedField = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\0]*$/, 'A login has no such character.');
export const passwordField = z.string().min(1).max(1000);

/** The body in this shape; INVALID names each bad field. */
export function readBody<Body>(shape: z.ZodType<Body>, request: FastifyRequest): Body {
  const parsed = shape.safeParse(request.body);
  if (parsed.success) return parsed.data;
  throw invalid(
    Object.fromEntries(parsed.error.issues.map(({ path, message }) => [path.join('.') || 'body', message])),
  );
}
