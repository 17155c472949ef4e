import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Cores, describeMachine } from './machine.ts';
import { type Findings, linesTable, markdown, number } from './table.ts';

const PEERS = ['better-auth', '@better-auth/api-key', 'oidc-provider', 'postgraphile', 'mercurius', 'pg', 'autocannon'];
const root = join(import.meta.dirname, '../..');

type Run = { cores: Cores; size: { tokens: number; requests: number }; seconds: number; isWhole: boolean };

/** Prints the table; a whole run in which nothing broke writes docs/performance.md too. Ends the process with 1 when a bar is not met. */
export async function report(found: [string, Findings][], run: Run): Promise<void> {
  const lines = found.flatMap(([, findings]) => findings.lines);
  process.stdout.write(
    `\n${linesTable(lines)}\n${found.map(([name, { details }]) => `## ${name}\n\n${details}\n`).join('')}`,
  );
  const missed = lines.filter(({ met }) => met === false);
  process.stdout.write(
    `${missed.length === 0 ? 'Every bar is met' : `Not met: ${missed.map(({ id }) => id).join(', ')}`}, in ${number(run.seconds)} s.\n`,
  );
  if (missed.length > 0) process.exitCode = 1;
  const isSound = lines.every(({ id }) => id !== '!');
  if (run.isWhole && isSound) await writeFile(join(root, 'docs/performance.md'), await page(found, run));
}

async function page(found: [string, Findings][], { cores, size, seconds }: Run): Promise<string> {
  const versions = await Promise.all(PEERS.map(async (name) => [name, await versionOf(name)]));
  return `# Performance

Written by \`pnpm bench\`; what is fair about it, and what is not, stands in [bench/README.md](../bench/README.md).
Ratios are medians of rounds that ran in turn, with the lowest and the highest in brackets.

${linesTable(found.flatMap(([, { lines }]) => lines))}
Measured on ${new Date().toISOString().slice(0, 10)}: ${describeMachine(cores)}, embedded Postgres, ${number(size.tokens)} tokens and
${number(size.requests)} requests, in ${number(seconds)} s.

${markdown(['peer', 'version'], versions)}
${found.map(([name, { details }]) => `## ${name}\n\n${details}`).join('\n')}`;
}

async function versionOf(name: string): Promise<string> {
  const path = join(import.meta.dirname, '../node_modules', name, 'package.json');
  return (JSON.parse(await readFile(path, 'utf8')) as { version: string }).version;
}
