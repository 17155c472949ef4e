import { type Command, InvalidArgumentError } from 'commander';
import { readConfig } from '../config.ts';

type LoadOptions = { tokens: number; requests?: number; secrets?: string; secretsCount: number; password?: string };

/** What puts data into a database: the demonstration, or as much as a measurement needs. */
export function seedCommands(program: Command): void {
  const seed = program.command('seed').description('put data into the database');

  seed
    .command('demo')
    .description('the demonstration: people, organizations, repositories, tokens and their requests')
    .action(async () => (await import('./seed-demo.ts')).seedDemo(readConfig()));

  seed
    .command('load')
    .description('fill an empty database with many tokens and their requests, to measure with')
    .requiredOption('--tokens <number>', 'how many tokens', whole)
    .option('--requests <number>', 'how many requests; a tenth of the tokens when left out', whole)
    .option('--secrets <file>', 'write the id and the secret of the first tokens here: they are stored nowhere else')
    .option('--secrets-count <number>', 'how many of them', whole, 10_000)
    .option('--password <password>', 'of all people in it; nobody knows it when left out')
    .action(async ({ secrets: file, secretsCount: count, ...wish }: LoadOptions) => {
      const { seedLoadInto } = await import('./seed-load.ts');
      await seedLoadInto(readConfig(), { ...wish, secrets: file === undefined ? undefined : { count, file } });
    });
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number, please.');
  return Number(text);
}
