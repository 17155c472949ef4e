import { LIMITS } from '@countersign/schema';

/** What is wrong with a repository's name, or null. (SN-5) */
export function problemWithRepositoryName(name: string): string | null {
  if (name.length === 0) return 'A repository needs a name.';
  if (name.length > LIMITS.repositoryName) return `A name has at most ${LIMITS.repositoryName} characters.`;
  if (!/^[A-Za-z0-9._-]+$/.test(name)) return 'A name has letters, digits, dots, hyphens and underscores only.';
  if (name === '.' || name === '..' || /\.git$/i.test(name)) return `A repository cannot be called ${name}.`;
  return null;
}
