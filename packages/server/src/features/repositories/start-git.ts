import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { findGitPrograms, gitEnvironment } from './git-program.ts';

export type GitProcess = {
  stdin: Writable;
  stdout: Readable;
  /** Resolves when git has ended and all it wrote was read; rejects with what it said when it failed, or was ended by the signal. */
  ended: Promise<void>;
};

const MOST_WORDS = 4_096;

/** Starts git in a bare repository, to be fed and read as it goes. Replacement refs, which anybody may push, hide nothing from it. */
export async function startGit(directory: string, args: readonly string[], signal?: AbortSignal): Promise<GitProcess> {
  const programs = await findGitPrograms();
  const child = spawn(join(programs, 'git'), [`--git-dir=${directory}`, ...args], {
    env: { ...gitEnvironment(programs), GIT_NO_REPLACE_OBJECTS: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
    signal,
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (more: string) => (words = (words + more).slice(-MOST_WORDS)));
  // Git may end before it has read all that it is fed; what `ended` says is enough.
  child.stdin.on('error', () => {});
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  child.once('error', reject);
  child.once('close', (code) =>
    code === 0 ? resolve() : reject(new Error(`git ${args[0]} ended with ${code}: ${words}`)),
  );
  ended.catch(() => {});
  return { stdin: child.stdin, stdout: child.stdout, ended };
}

/** What all refs of a repository point at, each once. */
export async function findTips(directory: string): Promise<string[]> {
  const git = await startGit(directory, ['for-each-ref', '--format=%(objectname)']);
  git.stdin.end();
  const names = await text(git.stdout);
  await git.ended;
  return [...new Set(names.split('\n').filter(Boolean))];
}
