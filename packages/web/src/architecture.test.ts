import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// The dependency rules of the SPA: an import that matches `of` may stand only in files that match `in`.
const RULES = [
  { rule: 'web and server never import each other', of: /^@countersign\/server|\/server\//, in: /never/ },
  { rule: 'ui/ knows no feature', of: /\/features\//, in: /^(features\/|routes\.tsx|main\.tsx)/ },
  {
    rule: 'ui/ and i18n/ know no GraphQL',
    of: /^(@apollo\/|graphql)|\/gql\//,
    in: /^(apollo|features|sandbox|testing)\/|^main\.tsx/,
  },
  {
    rule: 'only a page composes features',
    of: /^\.\.\/[a-z-]+\/[\w-]+\.tsx?$/,
    in: /-page\.tsx$|^(ui|i18n|apollo|sandbox|testing)\//,
  },
  { rule: 'only tests use what is made for tests', of: /\/testing\//, in: /^testing\// },
];

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && !path.startsWith('gql/'),
);
const importsOf = (path: string) =>
  [...readFileSync(join(import.meta.dirname, path), 'utf8').matchAll(/(?:from|import)\s*\(?'([^']+)'/g)].map(
    ([, name = '']) => name,
  );

test('there are files to check', () => {
  expect(files.length).toBeGreaterThan(50);
});

test.each(RULES)('$rule', (rule) => {
  const strays = files.filter((path) => !rule.in.test(path) && importsOf(path).some((name) => rule.of.test(name)));
  expect(strays).toEqual([]);
});
