import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
let found: Promise<string> | null = null;

/** The folder of git's own programs, `git-http-backend` among them. Rejects, saying so, where git is not installed. */
export function findGitPrograms(): Promise<string> {
  found ??= run('git', ['--exec-path']).then(
    ({ stdout }) => stdout.trim(),
    (error: unknown) => {
      found = null;
      throw new Error(
        'Countersign serves repositories with the git of this machine, and there is none: install git 2.32 or later.',
        {
          cause: error,
        },
      );
    },
  );
  return found;
}

/** Nothing of whoever started the server reaches git: neither their variables, nor their or the machine's configuration. */
export const gitEnvironment = (programs: string): NodeJS.ProcessEnv => ({
  PATH: [programs, '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
  HOME: devNull,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: devNull,
  LC_ALL: 'C.UTF-8',
});

/** Runs one git command to its end; rejects with what it said when it fails. */
export async function runGit(args: readonly string[]): Promise<void> {
  const programs = await findGitPrograms();
  await run(join(programs, 'git'), args, { env: gitEnvironment(programs) });
}
