import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { findGitPrograms, gitEnvironment } from '../features/repositories/git-program.ts';

export type FirstCommit = { message: string; files: Record<string, string>; at: Date };

/** Writes commits, one upon the other, on the main branch of a bare repository. */
export async function writeFirstCommits(directory: string, commits: readonly FirstCommit[]): Promise<void> {
  const programs = await findGitPrograms();
  const stream = commits.map(commitOf).join('');
  await new Promise<void>((resolve, reject) => {
    const args = [`--git-dir=${directory}`, 'fast-import', '--quiet', '--force'];
    const git = execFile(join(programs, 'git'), args, { env: gitEnvironment(programs) }, (error) =>
      error ? reject(error) : resolve(),
    );
    git.stdin!.end(stream);
  });
}

const commitOf = ({ message, files, at }: FirstCommit) =>
  [
    'commit refs/heads/main',
    `committer Countersign <countersign@localhost> ${Math.floor(at.getTime() / 1000)} +0000`,
    dataOf(message),
    ...Object.entries(files).map(([path, text]) => `M 100644 inline ${path}\n${dataOf(text)}`),
    '',
  ].join('\n');

const dataOf = (text: string) => `data ${Buffer.byteLength(text)}\n${text}`;
