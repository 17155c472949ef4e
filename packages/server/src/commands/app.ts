import type { Command } from 'commander';
import { readConfig } from '../config.ts';

type TokenOptions = { app: string; key: string; org: string; url?: string };

/** For Apps, from scripts. */
export function appCommands(program: Command): void {
  program
    .command('app')
    .description('act as an App')
    .command('token')
    .description('print an installation token, good for an hour, and nothing else')
    .requiredOption('--app <id>', "the App's id or client id")
    .requiredOption('--key <file>', 'its private key, PEM')
    .requiredOption('--org <login>', 'the organization it is installed on')
    .option('--url <url>', 'the server (default: PUBLIC_URL)')
    .action(async ({ url, ...options }: TokenOptions) => {
      const { installationToken } = await import('./installation-token.ts');
      process.stdout.write(`${await installationToken({ ...options, url: url ?? readConfig().publicUrl })}\n`);
    });
}
