import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';

// `pnpm weigh`: what a browser loads of JavaScript when the queue of requests is its first page, compressed. Fails above the limit. (P-8)

const LIMIT = 240_000;
const SHOWN = 12;

/** The page and what it asks for of itself; what these import belongs to them. Menus, filters and dialogs come when they are opened. */
const LOADED = [
  'index.html',
  'src/features/organization-settings/organization-settings-layout.tsx',
  'src/features/token-requests/token-requests-page.tsx',
  'src/i18n/en/organization-settings.ts',
  'src/i18n/en/token-filters.ts',
  'src/i18n/en/token-requests.ts',
  'src/apollo/subscription-transport.ts',
];

const root = import.meta.dirname;
const { output } = (await build({ root, logLevel: 'error', build: { write: false } })) as Rolldown.RolldownOutput;
const chunks = new Map(output.filter((file) => file.type === 'chunk').map((chunk) => [chunk.fileName, chunk]));

const chunkOf = (path: string): Rolldown.OutputChunk => {
  const found = [...chunks.values()].find(({ facadeModuleId }) => facadeModuleId === join(root, path));
  if (!found) throw new Error(`There is no ${path} in the bundle that is loaded on its own`);
  return found;
};

function withImports(chunk: Rolldown.OutputChunk, into = new Set<Rolldown.OutputChunk>()): Set<Rolldown.OutputChunk> {
  if (into.has(chunk)) return into;
  into.add(chunk);
  for (const name of chunk.imports) withImports(chunks.get(name)!, into);
  return into;
}

/** The package that a module belongs to, or our own folder. */
function ownerOf(module: string): string {
  const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(module);
  return (
    inPackage?.[1] ?? (module.startsWith(root) ? relative(root, module).split('/').slice(0, 3).join('/') : 'the rest')
  );
}

const loaded = LOADED.map(chunkOf).reduce((all, chunk) => withImports(chunk, all), new Set<Rolldown.OutputChunk>());
const shares = new Map<string, number>();
let total = 0;
for (const { code, modules } of loaded) {
  const compressed = gzipSync(code).length;
  total += compressed;
  // A chunk is compressed as one: its modules share that by their length. Of the generated documents nothing is left in the end.
  const parts = Object.entries(modules).filter(([name]) => !name.includes('/src/gql/'));
  const whole = parts.reduce((sum, [, { renderedLength }]) => sum + renderedLength, 0);
  for (const [name, { renderedLength }] of parts) {
    const owner = ownerOf(name);
    shares.set(owner, (shares.get(owner) ?? 0) + (compressed * renderedLength) / whole);
  }
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
const biggest = [...shares].toSorted(([, a], [, b]) => b - a).slice(0, SHOWN);
process.stdout.write(
  `The queue as the first page: ${kilobytes(total).trim()} of JavaScript, gzip, in ${loaded.size} files; the limit is ${kilobytes(LIMIT).trim()}\n${biggest
    .map(([owner, share]) => `${kilobytes(share)}  ${owner}\n`)
    .join('')}`,
);
if (total > LIMIT) {
  process.stderr.write(`That is ${kilobytes(total - LIMIT).trim()} too much\n`);
  process.exitCode = 1;
}
