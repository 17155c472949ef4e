import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from './database.ts';
import { pin, planCores } from './machine.ts';
import { report } from './report.ts';
import { approval } from './scenarios/approval.ts';
import { bulkDecision } from './scenarios/bulk-decision.ts';
import { growth } from './scenarios/growth.ts';
import { queueInBrowser } from './scenarios/queue-in-browser.ts';
import { queue } from './scenarios/queue.ts';
import { restUser } from './scenarios/rest-user.ts';
import { revocation } from './scenarios/revocation.ts';
import type { Ground } from './scenarios/scenario.ts';
import { start } from './scenarios/start.ts';
import { verification } from './scenarios/verification.ts';
import type { Findings } from './table.ts';

/** What all run on: a million requests in one organization, and a thousand in another. */
const LOAD = { tokens: 1_500_000, requests: 1_250_000 };
const POOL_SIZE = 10;

const SCENARIOS: Record<string, (ground: Ground) => Promise<Findings>> = {
  verification,
  'rest-user': restUser,
  queue,
  growth,
  approval,
  'bulk-decision': bulkDecision,
  revocation,
  start,
  'queue-in-browser': queueInBrowser,
};

const { values, positionals: chosen } = parseArgs({
  options: { profile: { type: 'boolean' } },
  allowPositionals: true,
});
const unknown = chosen.filter((name) => !(name in SCENARIOS));
if (unknown.length)
  throw new Error(`There is no ${unknown.join(', ')}. There are: ${Object.keys(SCENARIOS).join(', ')}`);

const broken = (name: string): Findings => ({
  lines: [{ id: '!', work: name, against: '', measured: 'broke, or answered wrongly', bar: '', met: false }],
  details: '',
});

const began = performance.now();
const dataDir = join(import.meta.dirname, '../.data');
await mkdir(dataDir, { recursive: true });
const cores = await planCores();
const postgres = await startPostgres(dataDir);
try {
  const loaded = await postgres.loaded('load', LOAD);
  await pin(postgres.pid, cores?.side);
  const ground = {
    postgres,
    postgresPid: postgres.pid,
    loaded,
    poolSize: POOL_SIZE,
    dataDir,
    cores,
    profileDir: values.profile ? join(dataDir, 'profiles') : null,
  };
  const found: [string, Findings][] = [];
  for (const name of chosen.length ? chosen : Object.keys(SCENARIOS)) {
    process.stdout.write(`${name} …\n`);
    // What is broken fails the run, and lets the others be seen.
    await SCENARIOS[name]!(ground).then(
      (findings) => found.push([name, findings]),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        found.push([name, broken(name)]);
      },
    );
  }
  await report(found, { cores, size: LOAD, seconds: (performance.now() - began) / 1000, isWhole: !chosen.length });
} finally {
  await postgres.stop();
}
