import { type Command, Option } from 'commander';
import { readConfig } from '../config.ts';
import { invalid } from '../errors.ts';
import { readPassword } from './read-password.ts';

type UserOptions = { email: string; name?: string; password?: string; passwordStdin?: true };
type OrganizationOptions = { owner: string; name?: string; enterprise?: string };
type EnterpriseOptions = { owner: string; name?: string };

/** People, organizations and enterprises, made by who runs the server. */
export function adminCommands(program: Command): void {
  const admin = program.command('admin').description('make people, organizations and enterprises');

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
    .option('--enterprise <slug>', 'the enterprise it is under')
    .action(async (login: string, { owner, name, enterprise }: OrganizationOptions) => {
      const { createOrganizationFor } = await import('./create-accounts.ts');
      await createOrganizationFor(readConfig(), { login, name, owner, enterprise });
    });

  enterpriseCommands(admin);
}

function enterpriseCommands(admin: Command): void {
  admin
    .command('create-enterprise')
    .description('make an enterprise, whose owners demand of tokens in all of its organizations')
    .argument('<slug>')
    .requiredOption('--owner <login>', 'its first owner')
    .option('--name <name>')
    .action(async (slug: string, { owner, name }: EnterpriseOptions) => {
      const { createEnterpriseFor } = await import('./enterprises.ts');
      await createEnterpriseFor(readConfig(), { slug, name, owner });
    });

  admin
    .command('add-enterprise-owner')
    .description('make a person an owner of an enterprise')
    .argument('<slug>')
    .argument('<login>')
    .action(async (slug: string, login: string) => {
      const { addOwnerTo } = await import('./enterprises.ts');
      await addOwnerTo(readConfig(), { slug, login });
    });

  admin
    .command('move-org')
    .description('put an organization under an enterprise, or under none')
    .argument('<login>')
    .addOption(new Option('--enterprise <slug>').conflicts('none'))
    .addOption(new Option('--none', 'out of its enterprise'))
    .action(async (login: string, { enterprise, none }: { enterprise?: string; none?: true }) => {
      if (enterprise === undefined && !none) throw invalid({ enterprise: 'Give --enterprise <slug> or --none.' });
      const { moveOrganizationTo } = await import('./enterprises.ts');
      await moveOrganizationTo(readConfig(), { login, enterprise: enterprise ?? null });
    });
}
