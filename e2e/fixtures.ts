import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type Locator, type Page, test as base } from '@playwright/test';
import { Server, type Settings } from './server.ts';

export { expect } from '@playwright/test';

type Outcome = { code: number; stdout: string; stderr: string };
type Wish = {
  name: string;
  permissions?: Record<string, string>;
  repositories?: string[];
  reason?: string;
  days?: number;
};

/** A person at a browser of their own, signed in. */
export type Person = { page: Page; context: BrowserContext };

type Fixtures = {
  /** A browser for a demonstration account, signed in past the form, or for nobody. */
  as(login: string | null): Promise<Person>;
  /** Makes a token for acme, whose request waits there unless an owner made it; returns its secret. */
  ask(by: Person, wish: Wish): Promise<string>;
  /** Clones by the git of this machine, as somebody with no configuration; with a secret, that is the password. */
  clone(repository: string, secret?: string): Promise<Outcome>;
  /** Pushes a new branch to a repository, with a secret as the password. */
  push(repository: string, secret: string): Promise<Outcome>;
};

const CREATE = `mutation ($input: CreateFineGrainedTokenInput!) { createFineGrainedToken(input: $input) { secret } }`;
const CSRF = { 'x-countersign-csrf': '1' };

export const test = base.extend<Fixtures, { settings: Settings; server: Server }>({
  settings: [{}, { option: true, scope: 'worker' }],

  server: [
    async ({ settings }, use) => {
      const server = await Server.start(settings);
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],

  baseURL: ({ server }, use) => use(server.url),

  as: async ({ browser, server, baseURL }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (login) => {
      const context = await browser.newContext({ baseURL });
      contexts.push(context);
      if (login === null) return { context, page: await context.newPage() };
      const signedIn = await context.request.post('/auth/sign-in', {
        data: { login, password: server.password },
        headers: CSRF,
        // A connection that is kept from an earlier test may lead to a server that was ended since.
        maxRetries: 1,
      });
      if (!signedIn.ok()) throw new Error(`${login} cannot sign in: ${signedIn.status()}`);
      return { context, page: await context.newPage() };
    });
    await Promise.all(contexts.map((context) => context.close()));
  },

  // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from its pattern
  ask: async ({}, use) => {
    await use(
      async (by, { name, reason, days = 30, repositories = ['payroll'], permissions = { contents: 'READ' } }) => {
        const input = {
          name,
          reason,
          resourceOwner: 'acme',
          expiresInDays: days,
          repositorySelection: 'SUBSET',
          repositories,
          permissions: Object.entries(permissions).map(([key, level]) => ({ key, level })),
        };
        const data = await call<{ createFineGrainedToken: { secret: string } }>(by, CREATE, { input });
        return data.createFineGrainedToken.secret;
      },
    );
  },

  clone: async ({ server }, use) => {
    const home = await mkdtemp(join(tmpdir(), 'countersign-e2e-git-'));
    let clones = 0;
    await use((repository, secret) =>
      git(home, ['clone', '--quiet', addressOf(server, repository), join(home, `clone-${++clones}`)], secret),
    );
    await rm(home, { recursive: true, force: true });
  },

  push: async ({ server }, use) => {
    const home = await mkdtemp(join(tmpdir(), 'countersign-e2e-git-'));
    let pushes = 0;
    const must = async (args: readonly string[]) => {
      const { code, stdout, stderr } = await git(home, args);
      if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
      return stdout.trim();
    };
    await use(async (repository, secret) => {
      const branch = `branch-${process.pid}-${++pushes}`;
      const bare = join(home, `${branch}.git`);
      await must(['init', '--quiet', '--bare', bare]);
      const tree = await must(['-C', bare, 'hash-object', '-t', 'tree', '-w', devNull]);
      const author = ['-c', 'user.name=somebody', '-c', 'user.email=somebody@example.test'];
      const commit = await must([...author, '-C', bare, 'commit-tree', '-m', 'A branch', tree]);
      const address = addressOf(server, repository);
      return git(home, ['-C', bare, 'push', '--quiet', address, `${commit}:refs/heads/${branch}`], secret);
    });
    await rm(home, { recursive: true, force: true });
  },
});

const addressOf = ({ url }: Server, repository: string) => `${url}/git/${repository}.git`;

/** Runs the git of this machine as somebody with no configuration. */
function git(home: string, args: readonly string[], secret?: string): Promise<Outcome> {
  // The secret comes by the environment, as from a keychain: addresses and arguments are seen by others.
  const helper = secret ? ['-c', 'credential.helper=!f() { echo username=anybody; echo "password=$SECRET"; }; f'] : [];
  return run('git', [...helper, ...args], {
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SECRET: secret ?? '',
  });
}

/** Asks the API as somebody's browser does, for what a journey needs but is not about; throws what is refused. */
export async function call<Data>({ context }: Person, query: string, variables: object): Promise<Data> {
  const answer = await context.request.post('/api/graphql', { data: { query, variables }, headers: CSRF });
  const { data, errors } = (await answer.json()) as { data?: Data; errors?: unknown };
  if (errors || !data) throw new Error(JSON.stringify(errors));
  return data;
}

/** Runs a program with these variables and nothing else of ours; resolves whatever the outcome. */
export const run = (program: string, args: readonly string[], variables: Record<string, string>): Promise<Outcome> =>
  new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], ...variables };
    execFile(program, args, { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
  });

/** Goes on by Tab until that has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    // oxlint-disable no-await-in-loop
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
    // oxlint-enable no-await-in-loop
  }
  throw new Error(`Tab never reaches ${target.toString()}`);
}

export const QUEUE = '/organizations/acme/settings/personal-access-token-requests';
export const ACTIVE = '/organizations/acme/settings/personal-access-tokens/active';
export const POLICY = '/organizations/acme/settings/personal-access-tokens';
