import { AppError } from '../errors.ts';

/** What an operator is told: of expected errors their words, of others where they come from too. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AppError) return Object.values(error.details.fields ?? { error: error.message }).join('\n');
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'EADDRINUSE') return `Something listens on ${address}:${port} already. Set PORT to another one.`;
  if (code === 'EACCES' && port) return `This user may not listen on port ${port}. Set PORT to one above 1023.`;
  if (error.constructor === Error)
    return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
  return error.stack ?? error.message;
}
