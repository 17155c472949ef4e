import { Command } from 'commander';
import { adminCommands } from './commands/admin.ts';
import { appCommands } from './commands/app.ts';
import { auditCommands } from './commands/audit.ts';
import { explain } from './commands/explain.ts';
import { seedCommands } from './commands/seed.ts';
import { readConfig } from './config.ts';

const program = new Command('countersign')
  .description('A token authority and gateway. Its settings are environment variables: see .env.example.')
  .showHelpAfterError();

// What a command needs is loaded when it runs: `app token`, in a script, need not wait for a server's parts.
program
  .command('serve')
  .description('run the server, on an embedded Postgres unless DATABASE_URL is set')
  .action(async () => (await import('./main.ts')).serve(readConfig()));

program
  .command('migrate')
  .description("bring the database to this version's tables")
  .action(async () => (await import('./commands/migrate.ts')).migrate(readConfig()));

seedCommands(program);
adminCommands(program);
appCommands(program);
auditCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`countersign: ${explain(error)}\n`);
  process.exitCode = 1;
}
