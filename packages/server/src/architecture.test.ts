import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// The dependency rules of docs/architecture.md: an import that matches `of` may stand only in files that match `in`.
const RULES = [
  { rule: 'SQL lives in entities and stores', of: /^typeorm$/, in: /\.(entity|store)\.ts$|^platform\/database\// },
  {
    rule: 'GraphQL lives in types and resolvers',
    of: /^(graphql|type-graphql)$/,
    in: /\.(type|resolver)\.ts$|^api\/graphql\//,
  },
  { rule: 'only loaders batch', of: /^dataloader$/, in: /\.loader\.ts$/ },
  { rule: 'Apollo lives in its door', of: /^@apollo\//, in: /^api\/graphql\// },
  { rule: 'use cases do not know their doors', of: /\/api\//, in: /\.(type|resolver|routes)\.ts$|^api\/|^app\.ts$/ },
  { rule: 'the environment is read once', of: /\/config\.ts$/, in: /^(main|cli|app)\.ts$|^commands\// },
  {
    rule: "a feature never opens another feature's store",
    of: /^\.\.\/[\w-]+\/[\w-]+\.store\.ts$/,
    in: /^(api|access|platform|demonstration)\//,
  },
  {
    rule: 'the platform knows no feature',
    of: /\/features\//,
    in: /^(?!platform\/)|^platform\/database\/entities\.ts$/,
  },
];

/** A type-only import of what another room holds says nothing about who does the work. */
const STATEMENT = /^(?:import|export) (?<clause>[^;]*?)from '(?<from>[^']+)';$/gms;

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.startsWith('testing/'),
);
const textOf = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8');
const importsOf = (path: string) => [...textOf(path).matchAll(STATEMENT)].map(({ groups }) => groups!);
const valueImportsOf = (path: string) =>
  importsOf(path)
    .filter(({ clause }) => !clause!.startsWith('type ') && !/^\{\s*(type [\w\s]+,?\s*)+\}\s*$/.test(clause!))
    .map(({ from }) => from!);

test('there are files to check', () => expect(files.length).toBeGreaterThan(100));

test.each(RULES)('$rule', (rule) => {
  const strays = files.filter((path) => !rule.in.test(path) && valueImportsOf(path).some((name) => rule.of.test(name)));
  expect(strays).toEqual([]);
});

test('rules are pure: no clock, no database, no environment', () => {
  const allowed = /^@countersign\/schema$|\.rules\.ts$|\/errors\.ts$/;
  const rules = files.filter((path) => path.endsWith('.rules.ts'));
  const strays = rules.filter(
    (path) =>
      valueImportsOf(path).some((name) => !allowed.test(name)) || /new Date\(\)|Date\.now|process\./.test(textOf(path)),
  );
  expect(strays).toEqual([]);
});

test('statements stand in stores, not in use cases', () => {
  const strays = files.filter(
    (path) =>
      /^(features|access)\//.test(path) &&
      !path.endsWith('.store.ts') &&
      /\.(query|createQueryBuilder)\(/.test(textOf(path)),
  );
  expect(strays).toEqual([]);
});

test('only the configuration reads the environment', () => {
  const strays = files.filter((path) => !/^(config|cli)\.ts$/.test(path) && /process\.env\b/.test(textOf(path)));
  expect(strays).toEqual([]);
});
