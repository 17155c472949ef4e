import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { inflate } from '@sparticuz/chromium';

export type Browser = { executablePath: string; env?: Record<string, string> };

/** What it is started with: nothing of it looks for the outside, or for a screen. */
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const ARCHIVES = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'];

/** The Chromium of CHROMIUM_PATH, else that of this machine, else the one that came with the install; nothing is downloaded. */
export async function findBrowser(): Promise<Browser> {
  const { CHROMIUM_PATH: given, PATH = '' } = process.env;
  if (given) return { executablePath: given };
  const candidates = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = await Promise.all(candidates.map(isExecutable));
  const installed = candidates.find((_, index) => found[index]);
  return installed ? { executablePath: installed } : unpacked();
}

/** The packed Chromium with all that a bare machine lacks beside it: libraries, fonts. */
async function unpacked(): Promise<Browser> {
  const home = dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')));
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string };
  const cache = join(import.meta.dirname, '../node_modules/.cache/chromium');
  const folder = join(cache, version);
  if (!(await isExecutable(join(folder, 'chromium')))) await unpack(join(home, 'bin'), cache, folder);
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      ...(process.env as Record<string, string>),
      LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  };
}

/** Aside first, then renamed: of two runs at once neither sees half a browser. */
async function unpack(archives: string, cache: string, folder: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(join(cache, 'new-'));
  // The package unpacks into the folder for temporary files, whatever that is.
  const { TMPDIR } = process.env;
  process.env['TMPDIR'] = draft;
  try {
    await Promise.all(ARCHIVES.map((name) => inflate(join(archives, name))));
  } finally {
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
  }
  const fonts = `<dir>${join(folder, 'fonts')}</dir><dir>/usr/share/fonts</dir><cachedir>${join(folder, 'font-cache')}</cachedir>`;
  await writeFile(join(draft, 'fonts.conf'), `<?xml version="1.0"?>\n<fontconfig>${fonts}</fontconfig>\n`);
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }));
}

const isExecutable = (path: string) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
