import type { AppError } from '../errors.ts';

/** A refusal in one line, with the full address of the page where it can be mended. The same at every door that speaks to programs. (GT-1, GT-3) */
export function refusalText({ message, details }: AppError, publicUrl: string): string {
  const line = message.replaceAll(/\s+/g, ' ');
  return details.mendAt ? `${line} ${publicUrl}${details.mendAt}` : line;
}
