import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runGit } from './git-program.ts';

/** Where a repository lies. By its id, so that a new name or owner moves nothing, and no name ever becomes a path. */
export const gitDirectoryOf = (gitRoot: string, repositoryId: number): string => join(gitRoot, `${repositoryId}.git`);

/** Makes the empty bare repository on disk; leaves one that is there as it is. */
export async function createGitRepository(gitRoot: string, repositoryId: number): Promise<void> {
  await mkdir(gitRoot, { recursive: true });
  // No template: the samples and hooks of the machine's git have no place in what we serve.
  const flags = ['--quiet', '--bare', '--initial-branch=main', '--template='];
  await runGit(['init', ...flags, '--', gitDirectoryOf(gitRoot, repositoryId)]);
}
