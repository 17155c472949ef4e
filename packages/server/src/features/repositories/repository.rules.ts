import { LIMITS } from '@countersign/schema';

const LONGEST_DESCRIPTION = 350;

/** What is wrong with a repository's description, or null. */
export const problemWithDescription = (description: string | null | undefined): string | null =>
  (description?.length ?? 0) > LONGEST_DESCRIPTION
    ? `A description has at most ${LONGEST_DESCRIPTION} characters.`
    : null;

/** What is wrong with a repository's name, or null. (SN-5) */
export function problemWithRepositoryName(name: string): string | null {
  if (name.length === 0) return 'A repository needs a name.';
  if (name.length > LIMITS.repositoryName) return `A name has at most ${LIMITS.repositoryName} characters.`;
  if (!/^[A-Za-z0-9._-]+$/.test(name)) return 'A name has letters, digits, dots, hyphens and underscores only.';
  if (name === '.' || name === '..' || /\.git$/i.test(name)) return `A repository cannot be called ${name}.`;
  return null;
}
