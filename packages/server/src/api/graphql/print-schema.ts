// `pnpm schema:print` writes what the server serves; with --check, says whether the committed files are that.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchema } from './build-schema.ts';
import { guardSchema, printFieldAccess } from './guard-schema.ts';

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const schema = guardSchema(await buildSchema());
const files = [
  { path: fromHere('../../../../schema/schema.graphql'), text: `${printSchema(lexicographicSortSchema(schema))}\n` },
  { path: fromHere('../../../field-access.snapshot.txt'), text: printFieldAccess(schema) },
];

if (process.argv.includes('--check')) {
  const stale = files.filter(({ path, text }) => readFileSync(path, 'utf8') !== text);
  for (const { path } of stale) process.stderr.write(`${path} is not what the server serves. Run: pnpm schema:print\n`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const { path, text } of files) writeFileSync(path, text);
}
