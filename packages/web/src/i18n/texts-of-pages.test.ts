import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { en } from './en.ts';
import type { TextsName } from './t.ts';

const SOURCE = join(import.meta.dirname, '..');
const PAGE = /page\(\s*'(\w+)',\s*\(\) => import\('([^']+)'\)(?:,\s*\[([^\]]*)\])?,?\s*\)/g;
const IMPORT = /(?:from|import)\s*\(?'(\.[^']+\.tsx?)'/g;
/** A key, or the part of one before what is chosen as the page runs. */
const KEY = /['`]([a-zA-Z]+\.[\w.-]*)(\$\{)?/g;

const pages = [...readFileSync(join(SOURCE, 'routes.tsx'), 'utf8').matchAll(PAGE)].map(
  ([, name = '', path = '', texts = '']) => ({ name, path, texts: texts.match(/\w+/g) ?? [] }),
);
const names = Object.keys(en) as TextsName[];
const keys = new Map(await Promise.all(names.map(async (name) => [name, Object.keys(await en[name]())] as const)));

/** Everything that a file leads to, the texts themselves apart. */
function filesFrom(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path) || /\/(i18n|gql)\//.test(path) || !existsSync(path)) return seen;
  seen.add(path);
  for (const [, next = ''] of readFileSync(path, 'utf8').matchAll(IMPORT)) filesFrom(join(dirname(path), next), seen);
  return seen;
}

function textsIn(files: Iterable<string>): string[] {
  const written = [...files].flatMap((file) => [...readFileSync(file, 'utf8').matchAll(KEY)]);
  const isSaid = (key: string) =>
    written.some(([, start = '', isPart]) => (isPart ? key.startsWith(start) : key === start));
  return names.filter((name) => keys.get(name)!.some(isSaid));
}

test('there are pages to check', () => {
  expect(pages.length).toBe(readFileSync(join(SOURCE, 'routes.tsx'), 'utf8').split(' = page(').length - 1);
});

test.each(pages)('$name loads the texts that it and its parts say, and no others', ({ path, texts }) => {
  expect(texts.toSorted()).toEqual(textsIn(filesFrom(join(SOURCE, path))).toSorted());
});

test('what stands on every page says only what is there from the start', () => {
  expect(textsIn(filesFrom(join(SOURCE, 'features/session/app-header.tsx')))).toEqual([]);
});
