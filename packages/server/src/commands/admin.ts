import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { readPassword } from './read-password.ts';

type UserOptions = { email: string; name?: string; password?: string; passwordStdin?: true };
type OrganizationOptions = { owner: string; name?: string };

/** People and organizations, made by who runs the server. */
export function adminCommands(program: Command): void {
  const admin = program.command('admin').description('make people and organizations');

  admin
    .command('create-user')
    .description('make a person, whose e-mail address counts as verified')
    .argument('<login>')
    .requiredOption('--email <address>')
    .option('--name <name>')
    .option('--password <password>', 'seen by others on this machine while the command runs; asked for when left out')
    .option('--password-stdin', 'read the password from standard input')
    .action(async (login: string, { email, name, ...given }: UserOptions) => {
      const config = readConfig();
      const password = given.password ?? (await readPassword(given.passwordStdin ?? false));
      const { createPerson } = await import('./create-accounts.ts');
      await createPerson(config, { login, email, name, password });
    });

  admin
    .command('create-org')
    .description('make an organization')
    .argument('<login>')
    .requiredOption('--owner <login>', 'its first owner')
    .option('--name <name>')
    .action(async (login: string, { owner, name }: OrganizationOptions) => {
      const { createOrganizationFor } = await import('./create-accounts.ts');
      await createOrganizationFor(readConfig(), { login, name, owner });
    });
}
