import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';

export type GitOutcome = { code: number; stdout: string; stderr: string };

/** The git of this machine, as somebody with no configuration, no credential helper and no terminal would have it. */
export class GitClient {
  private constructor(readonly home: string) {}

  static async create(): Promise<GitClient> {
    return new GitClient(await mkdtemp(join(tmpdir(), 'countersign-git-client-')));
  }

  remove(): Promise<void> {
    return rm(this.home, { recursive: true, force: true });
  }

  /** Runs in the folder of that name below a home of its own; resolves whatever the outcome. */
  run(args: readonly string[], folder = '.', variables: Record<string, string> = {}): Promise<GitOutcome> {
    const env = {
      PATH: process.env['PATH'],
      HOME: this.home,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: devNull,
      GIT_TERMINAL_PROMPT: '0',
      GIT_ASKPASS: 'true',
      GIT_AUTHOR_NAME: 'Somebody',
      GIT_AUTHOR_EMAIL: 'somebody@example.test',
      GIT_COMMITTER_NAME: 'Somebody',
      GIT_COMMITTER_EMAIL: 'somebody@example.test',
      ...variables,
    };
    return new Promise((resolve) => {
      execFile(
        'git',
        args,
        { cwd: join(this.home, folder), env, maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) => {
          resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr });
        },
      );
    });
  }

  /** The same, where anything but success is a fault of the test. */
  async must(args: readonly string[], folder?: string): Promise<string> {
    const { code, stdout, stderr } = await this.run(args, folder);
    if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout;
  }
}
