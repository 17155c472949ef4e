import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gitDirectoryOf } from '../features/repositories/git-directory.ts';
import type { RepositoryVisibility } from '../features/repositories/repository.entity.ts';
import type { RepositoryInSight } from '../features/repositories/repository.store.ts';
import type { User } from '../features/users/user.entity.ts';
import { GitClient, type GitOutcome } from './git-client.ts';
import { TestApp } from './test-app.ts';

export type LeakMail = { to: string; subject: string; text: string; html: string };

/** A server, a git, and somebody who pushes what should not be pushed. */
export class LeakYard {
  /** Pushes with a token that is never leaked, unless a test does. */
  readonly pusher: User;
  readonly pushSecret: string;

  private constructor(
    readonly app: TestApp,
    readonly git: GitClient,
    { pusher, pushSecret }: { pusher: User; pushSecret: string },
  ) {
    this.pusher = pusher;
    this.pushSecret = pushSecret;
  }

  static async open(): Promise<LeakYard> {
    const app = await TestApp.open();
    const pusher = await app.aPerson('pusher');
    const { secret } = await app.aClassicToken(pusher, { name: 'push' });
    return new LeakYard(app, await GitClient.create(), { pusher, pushSecret: secret });
  }

  async close(): Promise<void> {
    await this.git.remove();
    await this.app.close();
  }

  /** An empty repository of the pusher's, and an empty working copy of the same name. */
  async aRepository(visibility: RepositoryVisibility = 'PUBLIC'): Promise<RepositoryInSight> {
    const repository = await this.app.aRepository(this.pusher, 'pusher', visibility);
    await this.git.must(['init', '--quiet', '--initial-branch=main', repository.name]);
    return repository;
  }

  /** Commits the files in the working copy; the id of the commit. */
  async commit(
    { name }: RepositoryInSight,
    files: Record<string, string | Buffer>,
    message = 'Change',
  ): Promise<string> {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.git.home, name, path);
      // oxlint-disable-next-line no-await-in-loop -- one file after the other
      await mkdir(dirname(file), { recursive: true }).then(() => writeFile(file, content));
    }
    await this.git.must(['add', '.'], name);
    await this.git.must(['commit', '--quiet', '--allow-empty', '-m', message], name);
    return (await this.git.must(['rev-parse', 'HEAD'], name)).trim();
  }

  push(repository: RepositoryInSight, refs: string[] = ['main'], secret = this.pushSecret): Promise<GitOutcome> {
    return this.git.run(['push', '--quiet', this.urlOf(repository, secret), ...refs], repository.name);
  }

  urlOf({ owner, name }: RepositoryInSight, secret = this.pushSecret): string {
    return `${this.app.address.replace('://', `://x:${secret}@`)}/git/${owner.login}/${name}.git`;
  }

  directoryOf = ({ id }: RepositoryInSight): string => gitDirectoryOf(this.app.settings.gitRoot, id);

  /** A classic token of the person's, or of somebody new. */
  async aSecret(user?: User): Promise<{ secret: string; user: User; id: number }> {
    const person = user ?? (await this.app.aPerson());
    const { secret, token } = await this.app.aClassicToken(person);
    return { secret, user: person, id: token.id };
  }

  async holds(secret: string): Promise<boolean> {
    return (await this.app.as(secret, '{ viewer { login } }')).status === 200;
  }

  /** The scans that wait or are being done. */
  scans = (): Promise<{ key: string | null; payload: { tips: string[] | null; before: string[] } }[]> =>
    this.app.database.query(
      `SELECT key, payload FROM graphile_worker._private_jobs JOIN graphile_worker._private_tasks task ON task.id = task_id
        WHERE identifier = 'scan-for-leaks'`,
    );

  mailsTo = async ({ email }: User, subject = 'Action needed%'): Promise<LeakMail[]> => {
    await this.app.jobsDone();
    return this.app.database.query(
      `SELECT "to", subject, text, html FROM mailbox_messages WHERE "to" = $1 AND subject LIKE $2`,
      [email, subject],
    );
  };

  endsOf = ({ id }: User): Promise<object[]> =>
    this.app.database.query(
      `SELECT action, subject, details, actor_login AS actor FROM audit_entries WHERE user_id = $1 AND action ~ 'revoke' ORDER BY id`,
      [id],
    );
}
